import type { FileReport, Place, ReportedFinding } from './report.js';

/** `path:line:col: level: message [rule]` and a `note:` line per step: what editors and kernel tools already parse. */
export function renderText(reports: readonly FileReport[]): string {
  return reports
    .flatMap(fileLines)
    .map((line) => `${line}\n`)
    .join('');
}

function fileLines({ path, findings, notices }: FileReport): readonly string[] {
  const blocks = [
    ...findings.map((it) => ({ at: it, lines: findingLines(it) })),
    ...notices.map((it) => ({ at: it, lines: [textLine(path, it, 'info', `${it.message} [${it.id}]`)] })),
  ];
  // A stable sort: of two at one place the finding comes first.
  return blocks
    .toSorted((left, right) => left.at.line - right.at.line || left.at.column - right.at.column)
    .flatMap((it) => it.lines);
}

function findingLines(finding: ReportedFinding): readonly string[] {
  const { path, level, message, rule, notes } = finding;
  return [
    textLine(path, finding, level, `${message} [${rule}]`),
    ...notes.map((note) => textLine(note.path, note, 'note', note.message)),
    ...remarks(finding).map((remark) => textLine(path, finding, 'note', remark)),
  ];
}

/** What is known about a finding besides its witness. */
export function remarks({ consequence, assumptions, platforms }: ReportedFinding): readonly string[] {
  const lines: string[] = [];
  if (consequence !== undefined) {
    const certainty = consequence.certainty === 'may' ? ' this may happen' : '';
    lines.push(`on ${consequence.platform}${certainty}: ${consequence.message}`);
    lines.push(...assumptions.map((it) => `assuming ${it}`));
  }
  if (platforms.length > 0) {
    lines.push(`found on ${platforms.join(', ')}`);
  }
  return lines;
}

const textLine = (path: string, { line, column }: Place, kind: string, message: string): string =>
  `${path}:${line}:${column}: ${kind}: ${message}`;
