import {
  type Connection,
  type InitializeParams,
  MessageType,
  ShowMessageNotification,
  type TextDocuments,
} from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { statusNotification } from '#protocol';
import type { KnownNames, Settings } from '../analysis/config/settings.js';
import {
  type AnalysisStore,
  type AnalyzedDocument,
  createAnalysisStore,
  type DocumentOptions,
  type FileAnalyzer,
  idleStore,
} from './analysis-store.js';
import { clientFeatures } from './capabilities.js';
import { toPath } from './from-lsp.js';
import { describeError, type Log } from './guard.js';
import { createFolders } from './folders.js';
import { createLog } from './log.js';
import { createDebouncer } from './schedule.js';
import { type ConfigReporter, createConfigReporter } from './config-report.js';
import type { CheckedFile, Project, ProjectFiles, Session } from './session.js';
import { settingsSection } from './settings.js';
import { createSettingsStore } from './settings-store.js';
import { toStatus } from './status.js';
import type { RulePageUri } from './to-lsp.js';

/** What the server needs of the process it runs in. */
export interface ServerDeps {
  readonly version: string;
  /** `Node 20.19.0`: for bug reports. */
  readonly runtime: string;
  readonly loadAnalyzer: () => Promise<FileAnalyzer>;
  readonly toOptions: (settings: Settings) => DocumentOptions;
  readonly known: KnownNames;
  /** The kernel tree that a path means in a folder; `undefined` where there is none. */
  readonly kernelTree: (path: string, folder: string | undefined) => string | undefined;
  readonly rulePage: RulePageUri;
  /** Reads the files of a project, each once, and reports each when it was read. */
  readonly readProject: (report: (file: CheckedFile) => void) => ProjectFiles;
  readonly now: () => number;
  readonly memoryBytes: () => number;
}

export function openSession(
  connection: Connection,
  deps: ServerDeps,
  documents: TextDocuments<TextDocument>,
  params: InitializeParams,
): Session {
  const client = clientFeatures(params);
  const log = createLog(connection);
  const project = openProject(deps.readProject, createConfigReporter(connection, log));
  const folders = createFolders(params);
  const settings = createSettingsStore({
    initial: params.initializationOptions,
    ask: client.configuration
      ? (uri) => connection.workspace.getConfiguration({ scopeUri: uri, section: settingsSection })
      : undefined,
    project: (uri) => project.settingsOf(uri),
    placeOf: (uri) => ({ ...deps.known, kernelTree: (path) => deps.kernelTree(path, folders.holding(uri)) }),
    log,
    tell: (message) => tellUser(connection, MessageType.Warning, message, log),
  });
  const withoutAnalyses = {
    client,
    documents,
    folders,
    log,
    project,
    settings,
    debouncer: createDebouncer(),
    now: deps.now,
    rulePage: deps.rulePage,
  };
  return { ...withoutAnalyses, analyses: loadAnalyses(connection, deps, withoutAnalyses) };
}

function loadAnalyses(
  connection: Connection,
  deps: ServerDeps,
  { client, documents, log, project }: Omit<Session, 'analyses'>,
): Promise<AnalysisStore> {
  const onAnalyzed = (uri: string, result: AnalyzedDocument): void => {
    const document = documents.get(uri);
    if (client.status && document !== undefined) {
      connection
        .sendNotification(statusNotification, toStatus(document, result, deps.memoryBytes()))
        .catch((error: unknown) => log.error(`status: ${describeError(error)}`));
    }
  };
  return deps.loadAnalyzer().then(
    (analyzer) =>
      createAnalysisStore({
        analyzer,
        toOptions: deps.toOptions,
        sidecar: (uri) => project.suppressionsOf(uri),
        pathOf: toPath,
        now: deps.now,
        log,
        onAnalyzed,
      }),
    (error: unknown) => {
      log.error(`the C parser could not be loaded: ${describeError(error)}`);
      tellUser(
        connection,
        MessageType.Error,
        'DMA Lens cannot analyze: its C parser could not be loaded; see the log',
        log,
      );
      return idleStore;
    },
  );
}

/** A notification: the request behind `connection.window` is one that plain clients do not answer. */
function tellUser(connection: Connection, type: MessageType, message: string, log: Log): void {
  connection
    .sendNotification(ShowMessageNotification.type, { type, message })
    .catch((error: unknown) => log.error(describeError(error)));
}

function openProject(readProject: ServerDeps['readProject'], reporter: ConfigReporter): Project {
  const read = (): ProjectFiles => readProject((file) => reporter.report(file));
  let files = read();
  return {
    settingsOf: (uri) => files.settingsFor(toPath(uri)),
    suppressionsOf: (uri) => files.suppressionsFor(toPath(uri)),
    readAgain() {
      reporter.forgetAll();
      files = read();
    },
  };
}
