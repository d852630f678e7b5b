import type { FileAnalysis, Finding, RuleId } from '#analysis';

/**
 * Rules about a call that should still follow: while somebody types the function that call is often
 * simply not written yet.
 */
const rulesAboutLaterCall: ReadonlySet<RuleId> = new Set<RuleId>([
  'dma/missing-mapping-error-check',
  'dma/sg-map-unchecked',
  'dma/alloc-unchecked',
  'dma/leak-on-error-path',
  'dma/coherent-leak-on-error-path',
  'dma/incomplete-loop-unwind',
  'dma/missing-release',
  'dma/missing-sync-for-device',
  'dma/mask-missing',
  'dma/mask-unchecked',
  'dmabuf/attachment-leak',
]);

export interface Visible {
  readonly findings: readonly Finding[];
  /** Findings that will be shown when typing pauses, if they are still there. */
  readonly heldBack: number;
}

/**
 * What may be shown now. A finding about a later call appears only after a pause, but one that was
 * already `shown` stays: squiggles that blink at every keystroke would be worse than late ones.
 * In a function that cannot be parsed nothing is said about what is missing.
 */
export function visibleFindings(analysis: FileAnalysis, typing: boolean, shown: ReadonlySet<string>): Visible {
  const unread = analysis.functions.filter((it) => it.status.kind === 'not-lowered');
  const readable = analysis.findings.filter(
    (finding) =>
      !rulesAboutLaterCall.has(finding.rule) ||
      !unread.some((it) => it.at.start <= finding.at.start && finding.at.start < it.at.end),
  );
  const findings = readable.filter(
    (finding) => !typing || !rulesAboutLaterCall.has(finding.rule) || shown.has(finding.fingerprint),
  );
  return { findings, heldBack: readable.length - findings.length };
}
