import {
  type CancellationToken,
  type DocumentDiagnosticParams,
  type DocumentDiagnosticReport,
  DocumentDiagnosticReportKind,
  type PublishDiagnosticsParams,
} from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Reporter } from '../diagnostic-report.js';
import { describeError } from '../guard.js';
import type { Session } from '../session.js';

/** Answers a client that asks. `refresh` tells it to ask again, when what was held back may be shown. */
export function createPullHandler(
  session: Session,
  reporter: Reporter,
  refresh: () => void,
): (params: DocumentDiagnosticParams, token: CancellationToken) => Promise<DocumentDiagnosticReport> {
  return async (params, token) => {
    const document = session.documents.get(params.textDocument.uri);
    if (document === undefined) {
      return { kind: DocumentDiagnosticReportKind.Full, items: [] };
    }
    const report = await reporter.report(document, token);
    if (report.lookAgainIn !== undefined) {
      session.debouncer.schedule(document.uri, report.lookAgainIn, refresh);
    }
    return report.id === params.previousResultId
      ? { kind: DocumentDiagnosticReportKind.Unchanged, resultId: report.id }
      : { kind: DocumentDiagnosticReportKind.Full, resultId: report.id, items: report.items };
  };
}

/** How what happens to documents reaches an editor's squiggles. */
export interface DiagnosticChannel {
  opened(document: TextDocument): void;
  edited(document: TextDocument): void;
  saved(document: TextDocument): void;
  closed(document: TextDocument): void;
  /** Something other than a text changed: settings, files of the project. */
  lookAgain(): void;
}

export type Publish = (params: PublishDiagnosticsParams) => void;

/** Sends to a client that does not ask: at once after opening and saving, after a pause while typing. */
export function createPublisher(session: Session, reporter: Reporter, publish: Publish): DiagnosticChannel {
  const { debouncer, documents, log, settings } = session;

  const send = async (uri: string): Promise<void> => {
    const document = documents.get(uri);
    if (document !== undefined) {
      const report = await reporter.report(document);
      if (documents.get(uri) !== undefined) {
        publish({ uri, version: report.version, diagnostics: report.items });
      }
    }
  };

  const sendAfter = (uri: string, delay: number): void => {
    debouncer.schedule(uri, delay, () => {
      send(uri).catch((error: unknown) => log.error(`publishing diagnostics of ${uri}: ${describeError(error)}`));
    });
  };

  return {
    opened: ({ uri }) => sendAfter(uri, 0),
    edited({ uri }) {
      void settings.of(uri).then(({ delay }) => sendAfter(uri, delay));
    },
    saved: ({ uri }) => sendAfter(uri, 0),
    closed: ({ uri, version }) => publish({ uri, version, diagnostics: [] }),
    lookAgain() {
      for (const { uri } of documents.all()) {
        sendAfter(uri, 0);
      }
    },
  };
}
