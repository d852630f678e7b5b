import { compareLevels } from '../findings/confidence.js';
import type { FileReport, ReportedFinding } from './report.js';

export interface PlatformReport {
  readonly platform: string;
  readonly report: FileReport;
}

/** One file judged for several machines: each finding once, at its worst level, with the machines that show it. */
export function mergePlatforms(reports: readonly PlatformReport[]): FileReport | undefined {
  const [first] = reports;
  if (first === undefined) {
    return undefined;
  }
  const merged = mergeFindings(reports.map(({ platform, report }) => ({ platform, findings: report.findings })));
  // What is suppressed, noticed or not analyzed depends on the text alone, and a suppression that hides something on
  // any machine is used.
  const notices = first.report.notices.filter((notice) =>
    reports.every(({ report }) =>
      report.notices.some((it) => it.line === notice.line && it.message === notice.message),
    ),
  );
  const suppressed = new Map(reports.flatMap(({ report }) => report.suppressed).map((it) => [keyOf(it.finding), it]));
  return { ...first.report, findings: merged, notices, suppressed: [...suppressed.values()] };
}

interface PlatformFindings {
  readonly platform: string;
  readonly findings: readonly ReportedFinding[];
}

function mergeFindings(all: readonly PlatformFindings[]): readonly ReportedFinding[] {
  const merged = new Map<string, ReportedFinding>();
  for (const { platform, findings } of all) {
    for (const finding of findings) {
      const known = merged.get(keyOf(finding));
      const worst = known === undefined || compareLevels(finding.level, known.level) > 0 ? finding : known;
      merged.set(keyOf(finding), { ...worst, platforms: [...(known?.platforms ?? []), platform] });
    }
  }
  return [...merged.values()].sort((left, right) => left.line - right.line || left.column - right.column);
}

const keyOf = ({ rule, line, column, fingerprint }: ReportedFinding): string =>
  [rule, line, column, fingerprint].join(' ');
