import { contains } from '../base/span.js';
import type { Finding } from './finding.js';
import type { Notice, SuppressedFinding } from './notice.js';
import { type SuppressionComment, suppressionComments } from './suppression-comment.js';
import { type FunctionExtent, reachingComments } from './suppression-reach.js';

/** One entry of `.dma-lens/suppressions.json`. */
export interface SidecarEntry {
  readonly fingerprint: string;
  readonly rule: string;
  readonly reason: string;
}

export interface SuppressInputs {
  readonly text: string;
  /** All of them, before any filter: a suppression is not unused because the finding it hides is filtered too. */
  readonly findings: readonly Finding[];
  readonly functions: readonly FunctionExtent[];
  readonly sidecar: readonly SidecarEntry[];
  /** A rule that is off hides nothing and is no reason to complain; an unknown one is. */
  readonly stateOf: (rule: string) => 'on' | 'off' | 'unknown';
}

export interface Suppressed {
  readonly findings: readonly Finding[];
  readonly suppressed: readonly SuppressedFinding[];
  readonly notices: readonly Notice[];
}

/** Comments and sidecar in one answer, the same for command and editor. */
export function suppress(inputs: SuppressInputs): Suppressed {
  const comments = suppressionComments(inputs.text);
  if (comments.length === 0) {
    return { ...suppressBySidecar(inputs.findings, inputs.sidecar), notices: [] };
  }

  const reaching = reachingComments(inputs.text, comments, inputs.functions);
  const used = new Set<string>();
  const findings: Finding[] = [];
  const suppressed: SuppressedFinding[] = [];
  for (const finding of inputs.findings) {
    const hiding = reaching(finding.at.start).filter((it) => it.rules.includes(finding.rule));
    for (const comment of hiding) {
      used.add(usageKey(comment, finding.rule));
    }
    const [first] = hiding;
    if (first === undefined) {
      findings.push(finding);
    } else {
      suppressed.push({ finding, reason: first.reason, by: 'source' });
    }
  }

  const rest = suppressBySidecar(findings, inputs.sidecar);
  return {
    findings: rest.findings,
    suppressed: [...suppressed, ...rest.suppressed],
    notices: comments.flatMap((comment) => noticesAbout(inputs, comment, used)),
  };
}

function suppressBySidecar(
  findings: readonly Finding[],
  sidecar: readonly SidecarEntry[],
): Omit<Suppressed, 'notices'> {
  const entries = new Map(sidecar.map((entry) => [sidecarKey(entry), entry]));
  const shown: Finding[] = [];
  const suppressed: SuppressedFinding[] = [];
  for (const finding of findings) {
    const entry = entries.get(sidecarKey(finding));
    if (entry === undefined) {
      shown.push(finding);
    } else {
      suppressed.push({ finding, reason: entry.reason, by: 'sidecar' });
    }
  }
  return { findings: shown, suppressed };
}

const sidecarKey = (it: { readonly fingerprint: string; readonly rule: string }): string =>
  `${it.rule} ${it.fingerprint}`;

const usageKey = (comment: SuppressionComment, rule: string): string => `${comment.at.start} ${rule}`;

function noticesAbout(
  inputs: SuppressInputs,
  comment: SuppressionComment,
  used: ReadonlySet<string>,
): readonly Notice[] {
  const { at, rules, reason } = comment;
  if (rules.length === 0) {
    return [{ id: 'dma-lens/suppression-without-rule', at, message: 'this suppression names no rule' }];
  }
  const unused = rules.flatMap((rule) => unusedNotice(inputs, comment, rule, used));
  const needsReason = reason === '' && unused.length < rules.length;
  const message = 'this suppression gives no reason';
  return needsReason ? [...unused, { id: 'dma-lens/suppression-without-reason', at, message }] : unused;
}

function unusedNotice(
  inputs: SuppressInputs,
  comment: SuppressionComment,
  rule: string,
  used: ReadonlySet<string>,
): readonly Notice[] {
  const state = inputs.stateOf(rule);
  if (state === 'unknown') {
    return [{ id: 'dma-lens/unused-suppression', at: comment.at, message: `there is no rule \`${rule}\`` }];
  }
  if (state === 'off' || used.has(usageKey(comment, rule)) || reachesUnknown(inputs, comment)) {
    return [];
  }
  return [
    { id: 'dma-lens/unused-suppression', at: comment.at, message: `this suppression of \`${rule}\` hides nothing` },
  ];
}

/** Whether it speaks about a function that could not be analyzed: there, silence proves nothing. */
function reachesUnknown(inputs: SuppressInputs, comment: SuppressionComment): boolean {
  return inputs.functions.some(
    ({ at, status }) => status.kind !== 'analyzed' && (comment.scope === 'file' || contains(at, comment.target)),
  );
}
