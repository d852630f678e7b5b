import { URI } from 'vscode-uri';
import { type Diagnostic, DiagnosticSeverity, type Range } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Level, RuleId, Span } from '#analysis';
import type { EditorDiagnostic, EditorRange, RelatedPlace } from '../analysis/present/diagnostics.js';
import type { ClientFeatures } from './capabilities.js';

const source = 'dma-lens';

/** Where the page of a rule can be opened, where there is one. */
export type RulePageUri = (rule: RuleId) => string | undefined;

export interface DiagnosticContext {
  readonly uri: string;
  readonly client: ClientFeatures;
  readonly rulePage: RulePageUri;
}

export function toDiagnostic(diagnostic: EditorDiagnostic, cx: DiagnosticContext): Diagnostic {
  const { client, rulePage } = cx;
  const page = client.codeDescription && diagnostic.page !== undefined ? rulePage(diagnostic.page) : undefined;
  return {
    range: toRange(diagnostic.range),
    severity: toSeverity(diagnostic.level),
    source,
    code: diagnostic.code,
    message: client.relatedInformation ? diagnostic.message : inWords(diagnostic),
    ...(page !== undefined && { codeDescription: { href: page } }),
    ...(client.relatedInformation && {
      relatedInformation: steps(diagnostic).map(({ path, range, message }) => ({
        location: { uri: path === undefined ? cx.uri : URI.file(path).toString(), range: toRange(range) },
        message,
      })),
    }),
  };
}

/** The witness inside the message, for editors that cannot show it beside. */
function inWords(diagnostic: EditorDiagnostic): string {
  const words = steps(diagnostic).map(({ path, message, range }) => {
    const line = range.start.line + 1;
    return `${message} at ${path === undefined ? `line ${line}` : `${path}:${line}`}`;
  });
  return words.length === 0 ? diagnostic.message : `${diagnostic.message} (${words.join('; ')})`;
}

/** The steps of the witness, and last what the simulated machine showed. */
function steps({ range, related, finding }: EditorDiagnostic): readonly RelatedPlace[] {
  if (finding?.consequence === undefined) {
    return related;
  }
  const { platform, message } = finding.consequence;
  return [...related, { path: undefined, range, message: `${related.length + 1}. on ${platform}: ${message}` }];
}

function toRange({ start, end }: EditorRange): Range {
  return {
    start: { line: start.line, character: start.column },
    end: { line: end.line, character: end.column },
  };
}

export function spanToRange(document: TextDocument, { start, end }: Span): Range {
  return { start: document.positionAt(start), end: document.positionAt(end) };
}

function toSeverity(level: Level): DiagnosticSeverity {
  switch (level) {
    case 'error':
      return DiagnosticSeverity.Error;
    case 'warning':
      return DiagnosticSeverity.Warning;
    case 'info':
      return DiagnosticSeverity.Information;
  }
}
