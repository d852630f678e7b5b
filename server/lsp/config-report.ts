import { type Connection, type Diagnostic, DiagnosticSeverity } from 'vscode-languageserver';
import { createLineIndex } from '../analysis/base/line-index.js';
import { describeError, type Log } from './guard.js';
import type { CheckedFile } from './session.js';

/** Shows what is wrong in files of a project in those files. They are not ours to analyze, so nobody asks about them. */
export interface ConfigReporter {
  report(file: CheckedFile): void;
  /** The files are about to be read again, or are gone. */
  forgetAll(): void;
}

export function createConfigReporter(connection: Connection, log: Log): ConfigReporter {
  const shown = new Set<string>();
  const show = (uri: string, diagnostics: Diagnostic[]): void => {
    connection
      .sendDiagnostics({ uri, diagnostics })
      .catch((error: unknown) => log.error(`problems of ${uri}: ${describeError(error)}`));
  };
  return {
    report(file) {
      for (const complaint of file.complaints) {
        log.warn(complaint);
      }
      if (file.problems.length > 0) {
        shown.add(file.uri);
        show(file.uri, toDiagnostics(file));
      }
    },
    forgetAll() {
      for (const uri of shown) {
        show(uri, []);
      }
      shown.clear();
    },
  };
}

function toDiagnostics({ text, problems }: CheckedFile): Diagnostic[] {
  const lines = createLineIndex(text);
  const position = (offset: number): Diagnostic['range']['start'] => {
    const { line, column } = lines.lineColumnAt(offset);
    return { line, character: column };
  };
  return problems.map(({ at, message }) => ({
    range: { start: position(at.start), end: position(at.end) },
    severity: DiagnosticSeverity.Error,
    source: 'dma-lens',
    message,
  }));
}
