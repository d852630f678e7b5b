import { createLineIndex, type LineColumn, type LineIndex } from '../base/line-index.js';
import type { Span } from '../base/span.js';
import type { Finding, Level, RuleId } from '../findings/finding.js';
import type { FileAnalysis } from '../pipeline/file-analysis.js';
import type { SourceFile } from '../module/source-file.js';

/** A range as editors count: zero-based lines and UTF-16 columns, the end exclusive. */
export interface EditorRange {
  readonly start: LineColumn;
  readonly end: LineColumn;
}

/** A finding for an editor, free of any protocol. */
export interface EditorDiagnostic {
  readonly range: EditorRange;
  readonly level: Level;
  /** Shown in brackets after the message. */
  readonly code: string;
  /** The rule whose page the code links to; a notice has none. */
  readonly page: RuleId | undefined;
  readonly message: string;
  /** The steps of the witness in their order, each message with its number. */
  readonly related: readonly RelatedPlace[];
  /** What it is about, for those who need more than the diagnostic; a notice has none. */
  readonly finding: Finding | undefined;
}

export interface RelatedPlace {
  /** Another file of the module; else the document itself. */
  readonly path: string | undefined;
  readonly range: EditorRange;
  readonly message: string;
}

export function editorDiagnostics(
  { text }: SourceFile,
  { findings, notices }: Pick<FileAnalysis, 'findings' | 'notices'>,
): readonly EditorDiagnostic[] {
  const lines = createLineIndex(text);
  return [
    ...findings.map((finding) => diagnosticOf(lines, finding)),
    ...notices.map(
      ({ id, at, message }): EditorDiagnostic => ({
        range: firstLineOf(lines, at),
        level: 'info',
        code: id,
        page: undefined,
        message,
        related: [],
        finding: undefined,
      }),
    ),
  ];
}

function diagnosticOf(lines: LineIndex, finding: Finding): EditorDiagnostic {
  const { at, level, rule, message, notes } = finding;
  return {
    range: firstLineOf(lines, at),
    level,
    code: rule,
    page: rule,
    message,
    related: notes.map((note, index) => ({
      path: note.elsewhere?.path,
      range: note.elsewhere ?? firstLineOf(lines, note.at),
      message: `${index + 1}. ${note.message}`,
    })),
    finding,
  };
}

/** A squiggle over several lines covers more than it says; the first line is where the reader must look. */
function firstLineOf(lines: LineIndex, { start, end }: Span): EditorRange {
  const from = lines.lineColumnAt(start);
  const to = lines.lineColumnAt(end);
  if (from.line === to.line) {
    return { start: from, end: to };
  }
  const lineEnd = lines.offsetAt({ line: from.line, column: Number.MAX_SAFE_INTEGER });
  return { start: from, end: lines.lineColumnAt(lineEnd) };
}
