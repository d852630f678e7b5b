import {
  type Connection,
  DidChangeConfigurationNotification,
  DidChangeWatchedFilesNotification,
  type TextDocuments,
} from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { configFileName, sidecarFileName } from '../analysis/config/config-file.js';
import type { Reporter } from './diagnostic-report.js';
import { describeError } from './guard.js';
import type { DiagnosticChannel } from './handlers/diagnostics.js';
import type { Session } from './session.js';

/** Tells what happens to documents to those who answer about them. */
export function followDocuments(
  documents: TextDocuments<TextDocument>,
  session: Session,
  reporter: Reporter,
  channel: DiagnosticChannel,
): void {
  // `TextDocuments` reports an open also as a change of content; only later ones are edits.
  const justOpened = new Set<string>();
  documents.onDidOpen(({ document }) => {
    justOpened.add(document.uri);
    channel.opened(document);
  });
  documents.onDidChangeContent(({ document }) => {
    if (!justOpened.delete(document.uri)) {
      reporter.edited(document.uri);
      channel.edited(document);
    }
  });
  documents.onDidSave(({ document }) => {
    reporter.saved(document.uri);
    channel.saved(document);
    // Headers and the other files of a module are read from the disk.
    void session.analyses.then((analyses) => {
      analyses.changed(document.uri);
      if (documents.all().length > 1) channel.lookAgain();
    });
  });
  documents.onDidClose(({ document }) => {
    session.debouncer.cancel(document.uri);
    reporter.closed(document.uri);
    channel.closed(document);
    void session.analyses.then((analyses) => analyses.forget(document.uri));
  });
}

/** Settings of the editor and files of the project count as soon as they change. */
export function followConfiguration(connection: Connection, session: Session, lookAgain: () => void): void {
  const { client, documents, folders, log, project, settings } = session;

  connection.onDidChangeConfiguration((params) => {
    settings.changed(params.settings);
    lookAgain();
  });
  connection.onDidChangeWatchedFiles(({ changes }) => {
    project.readAgain();
    void session.analyses.then((analyses) => {
      for (const { uri } of changes) analyses.changed(uri);
    });
    // What is wrong in a project's file shows also while none of its code is in sight and no client asks for it.
    for (const { uri } of [...changes, ...documents.all()]) project.settingsOf(uri);
    lookAgain();
  });

  connection.onInitialized(async () => {
    if (client.workspaceFolders) {
      connection.workspace.onDidChangeWorkspaceFolders((change) => {
        folders.changed(change);
        lookAgain();
      });
    }
    try {
      if (client.configurationRegistration) {
        await connection.client.register(DidChangeConfigurationNotification.type);
      }
      if (client.watchedFilesRegistration) {
        const names = [configFileName, sidecarFileName, '*.{c,h}', '{Kbuild,Makefile}'];
        const watchers = names.map((name) => ({ globPattern: `**/${name}` }));
        await connection.client.register(DidChangeWatchedFilesNotification.type, { watchers });
      }
    } catch (error) {
      log.warn(`changes of settings are not followed: ${describeError(error)}`);
    }
  });
}
