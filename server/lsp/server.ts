import {
  type Connection,
  type DocumentDiagnosticReport,
  DocumentDiagnosticReportKind,
  TextDocuments,
} from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { debugInformationRequest } from '#protocol';
import { serverCapabilities } from './capabilities.js';
import { createReporter } from './diagnostic-report.js';
import { followConfiguration, followDocuments } from './follow.js';
import { describeError, guarded } from './guard.js';
import { createDebugInformationHandler } from './handlers/debug-information.js';
import { createPublisher, createPullHandler, type DiagnosticChannel } from './handlers/diagnostics.js';
import { createHoverHandler } from './handlers/hover.js';
import { openSession, type ServerDeps } from './open-session.js';
import type { Session } from './session.js';

/** Wires one connection. Everything of a session begins with `initialize`. */
export function startServer(connection: Connection, deps: ServerDeps): void {
  const documents = new TextDocuments(TextDocument);

  connection.onInitialize((params) => {
    const session = openSession(connection, deps, documents, params);
    const channel = serveDiagnostics(connection, documents, session);
    connection.onHover(guarded('hover', null, session.log, createHoverHandler(session)));
    connection.onRequest(debugInformationRequest, createDebugInformationHandler(session, deps));
    followConfiguration(connection, session, () => channel.lookAgain());
    connection.onShutdown(() => session.debouncer.dispose());
    return {
      capabilities: serverCapabilities(session.client),
      serverInfo: { name: 'DMA Lens', version: deps.version },
    };
  });

  documents.listen(connection);
  connection.listen();
}

/** Pulled by clients that can, pushed to all others, never both. */
function serveDiagnostics(
  connection: Connection,
  documents: TextDocuments<TextDocument>,
  session: Session,
): DiagnosticChannel {
  const { client, log } = session;
  const reporter = createReporter(session);
  if (!client.pullDiagnostics) {
    const publisher = createPublisher(session, reporter, (params) => {
      connection
        .sendDiagnostics(params)
        .catch((error: unknown) => log.error(`publishing diagnostics: ${describeError(error)}`));
    });
    followDocuments(documents, session, reporter, publisher);
    return publisher;
  }

  const lookAgain = (): void => {
    if (client.refreshDiagnostics) {
      connection.languages.diagnostics
        .refresh()
        .catch((error: unknown) => log.warn(`the editor did not refresh diagnostics: ${describeError(error)}`));
    }
  };
  const fallback: DocumentDiagnosticReport = { kind: DocumentDiagnosticReportKind.Full, items: [] };
  connection.languages.diagnostics.on(
    guarded('diagnostics', fallback, log, createPullHandler(session, reporter, lookAgain)),
  );
  const channel: DiagnosticChannel = { ...pullsByItself, lookAgain };
  followDocuments(documents, session, reporter, channel);
  return channel;
}

/** A client that pulls does so after each of these without being told. */
const pullsByItself = {
  opened: () => undefined,
  edited: () => undefined,
  saved: () => undefined,
  closed: () => undefined,
};
