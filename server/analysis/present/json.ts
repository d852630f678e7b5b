import type { FileReport, Place, ReportedFinding, ReportedNotice } from './report.js';

/** An array of findings and notices; `schemas/findings.schema.json` and `docs/json-output.md` say what is in it. */
export function renderJson(reports: readonly FileReport[]): string {
  const all = reports.flatMap(({ findings, notices }) => [...findings.map(findingJson), ...notices.map(noticeJson)]);
  return `${JSON.stringify(all, undefined, 2)}\n`;
}

function findingJson(finding: ReportedFinding): object {
  const { rule, level, confidence, heuristics, path, functionName, message, notes } = finding;
  return {
    rule,
    level,
    confidence,
    heuristics,
    path,
    ...rangeJson(finding),
    function: functionName,
    message,
    notes: notes.map((note) => ({ path: note.path, ...rangeJson(note), message: note.message })),
    assumptions: finding.assumptions,
    consequence: finding.consequence ?? null,
    platforms: finding.platforms,
    fingerprint: finding.fingerprint,
  };
}

/** The same members as a finding, so a reader needs one loop; what a notice does not have is `null` or empty. */
function noticeJson({ id, path, message, ...place }: ReportedNotice): object {
  return {
    rule: id,
    level: 'info',
    confidence: 'high',
    heuristics: [],
    path,
    ...rangeJson(place),
    function: null,
    message,
    notes: [],
    assumptions: [],
    consequence: null,
    platforms: [],
    fingerprint: null,
  };
}

const rangeJson = ({ line, column, endLine, endColumn }: Place): Place => ({ line, column, endLine, endColumn });
