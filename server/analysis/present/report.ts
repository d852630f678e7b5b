import { createLineIndex, type LineColumn, type LineIndex } from '../base/line-index.js';
import type { Span } from '../base/span.js';
import type { Confidence, Finding, Level, Note, RuleId } from '../findings/finding.js';
import type { SuppressedFinding } from '../findings/notice.js';
import type { FileAnalysis, FunctionReport } from '../pipeline/file-analysis.js';
import type { SourceFile } from '../module/source-file.js';

/** A range of a file as people count: lines and UTF-16 columns from 1, a tab is one column, the end is exclusive. */
export interface Place {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** A finding with its places in words of lines and columns: what every output of the command is made from. */
export interface ReportedFinding extends Place {
  readonly rule: RuleId;
  readonly level: Level;
  readonly confidence: Confidence;
  readonly heuristics: readonly string[];
  readonly path: string;
  readonly functionName: string;
  readonly message: string;
  readonly notes: readonly ReportedNote[];
  readonly assumptions: readonly string[];
  readonly consequence: Finding['consequence'];
  /** The platforms that show it, when more than one was asked for. */
  readonly platforms: readonly string[];
  readonly fingerprint: string;
}

export interface ReportedNote extends Place {
  /** The finding's own file, or another one of its module. */
  readonly path: string;
  readonly message: string;
}

export interface ReportedSuppression {
  readonly finding: ReportedFinding;
  readonly reason: string;
  readonly by: SuppressedFinding['by'];
}

/** Something about the tool's own inputs; always an info. */
export interface ReportedNotice extends Place {
  readonly id: `dma-lens/${string}`;
  readonly path: string;
  readonly message: string;
}

export interface ReportedFunction extends Place {
  readonly name: string;
  readonly status: FunctionReport['status'];
}

/** Everything the command says about one file. Plain data, so a worker can send it. */
export interface FileReport {
  readonly path: string;
  readonly findings: readonly ReportedFinding[];
  readonly suppressed: readonly ReportedSuppression[];
  readonly notices: readonly ReportedNotice[];
  readonly functions: readonly ReportedFunction[];
}

/** What is asked of an analysis here. */
export type Reportable = Pick<FileAnalysis, 'findings' | 'suppressed' | 'notices' | 'functions'>;

export function reportFile({ path, text }: SourceFile, analysis: Reportable): FileReport {
  const lines = createLineIndex(text);
  const report = (finding: Finding): ReportedFinding => reportFinding(path, lines, finding);
  return {
    path,
    findings: analysis.findings.map(report),
    suppressed: analysis.suppressed.map(({ finding, reason, by }) => ({ finding: report(finding), reason, by })),
    notices: analysis.notices.map(({ id, at, message }) => ({ id, path, message, ...placeOf(lines, at) })),
    functions: analysis.functions.map(({ name, nameAt, status }) => ({ name, status, ...placeOf(lines, nameAt) })),
  };
}

function reportFinding(path: string, lines: LineIndex, finding: Finding): ReportedFinding {
  const { at, notes, functionName, ...rest } = finding;
  return {
    ...rest,
    ...placeOf(lines, at),
    path,
    functionName,
    notes: notes.map((note) => reportNote(path, lines, note)),
    platforms: [],
  };
}

export function reportNote(path: string, lines: LineIndex, { at, message, elsewhere }: Note): ReportedNote {
  if (elsewhere === undefined) return { path, message, ...placeOf(lines, at) };
  return { path: elsewhere.path, message, ...placeBetween(elsewhere) };
}

export function placeOf(lines: LineIndex, { start, end }: Span): Place {
  return placeBetween({ start: lines.lineColumnAt(start), end: lines.lineColumnAt(end) });
}

/** From zero-based to what people count. */
const placeBetween = ({ start, end }: { readonly start: LineColumn; readonly end: LineColumn }): Place => ({
  line: start.line + 1,
  column: start.column + 1,
  endLine: end.line + 1,
  endColumn: end.column + 1,
});
