import {
  Disposable,
  EventEmitter,
  type ExtensionContext,
  type LogOutputChannel,
  type TextDocument,
  workspace,
} from 'vscode';
import {
  DiagnosticPullMode,
  LanguageClient,
  type LanguageClientOptions,
  type ServerOptions,
  State,
  type StaticFeature,
  TransportKind,
} from 'vscode-languageclient/node';
import {
  type AnalysisStatus,
  type DebugInformation,
  debugInformationRequest,
  experimentalStatus,
  statusNotification,
} from '#protocol';
import type { ServerControl, ServerState } from './context.js';
import { documentSelector, isOurs } from './document-selector.js';
import { givenSettings } from './given-settings.js';

/** Must equal the prefix of the settings: the library looks for `<id>.trace.server`. */
const clientId = 'dmaLens';

/** Starts the server when the first document of ours is open, so that a C++ project costs nothing. */
export function startClient(extension: ExtensionContext, log: LogOutputChannel): ServerControl & Disposable {
  const client = new LanguageClient(
    clientId,
    'DMA Lens',
    serverOptions(extension.asAbsolutePath('dist/server.cjs')),
    clientOptions(log),
  );
  client.registerFeature(askForStatus);

  const stateChanged = new EventEmitter<ServerState>();
  const analyzed = new EventEmitter<AnalysisStatus>();
  const statuses = new Map<string, AnalysisStatus>();
  let state: ServerState = 'not-started';

  const setState = (next: ServerState): void => {
    state = next;
    stateChanged.fire(next);
  };

  const run = async (action: () => Promise<void>): Promise<void> => {
    try {
      await action();
    } catch (error) {
      log.error(`the language server did not start: ${String(error)}`);
    }
  };

  const subscriptions = [
    client.onDidChangeState(({ newState }) => setState(fromState(newState))),
    client.onNotification(statusNotification, (status: AnalysisStatus) => {
      statuses.set(status.uri, status);
      analyzed.fire(status);
    }),
    workspace.onDidCloseTextDocument((document) => statuses.delete(document.uri.toString())),
    whenFirstOpened(() => run(() => client.start())),
    stateChanged,
    analyzed,
  ];

  return {
    get state() {
      return state;
    },
    onDidChangeState: stateChanged.event,
    onDidAnalyze: analyzed.event,
    statusOf: (uri) => statuses.get(uri),
    restart: () => run(() => (client.needsStart() ? client.start() : client.restart())),
    debugInformation: async () =>
      client.isRunning() ? await client.sendRequest<DebugInformation>(debugInformationRequest) : undefined,
    dispose() {
      Disposable.from(...subscriptions).dispose();
      client.dispose().catch((error: unknown) => log.warn(`stopping the language server: ${String(error)}`));
    },
  };
}

function serverOptions(module: string): ServerOptions {
  return {
    run: { module, transport: TransportKind.ipc },
    debug: { module, transport: TransportKind.ipc, options: { execArgv: ['--nolazy', '--inspect=6009'] } },
  };
}

function clientOptions(log: LogOutputChannel): LanguageClientOptions {
  return {
    documentSelector,
    outputChannel: log,
    traceOutputChannel: log,
    // Code of the page links stays inert; only our own commands may be links.
    markdown: { isTrusted: false, supportHtml: false },
    diagnosticPullOptions: {
      onChange: true,
      onSave: true,
      filter: (document, mode) => mode === DiagnosticPullMode.onType && runsOnSave(document),
    },
    // A document that is only peeked at is not worth an analysis.
    textSynchronization: { delayOpenNotifications: true },
    middleware: {
      workspace: {
        configuration: (params) =>
          params.items.map((item) => (item.section === clientId ? givenSettings(item.scopeUri) : null)),
      },
    },
  };
}

function runsOnSave(document: { readonly uri: TextDocument['uri'] }): boolean {
  return workspace.getConfiguration(clientId, document.uri).get('run') === 'onSave';
}

const askForStatus: StaticFeature = {
  fillClientCapabilities(capabilities) {
    capabilities.experimental = { ...capabilities.experimental, [experimentalStatus]: true };
  },
  initialize: () => undefined,
  getState: () => ({ kind: 'static' }),
  clear: () => undefined,
};

function whenFirstOpened(start: () => Promise<void>): Disposable {
  if (workspace.textDocuments.some(isOurs)) {
    void start();
    return new Disposable(() => undefined);
  }
  const waiting = workspace.onDidOpenTextDocument((document) => {
    if (isOurs(document)) {
      waiting.dispose();
      void start();
    }
  });
  return waiting;
}

function fromState(state: State): ServerState {
  switch (state) {
    case State.Running:
      return 'running';
    case State.Starting:
      return 'starting';
    case State.Stopped:
      return 'stopped';
    case State.StartFailed:
      return 'stopped';
  }
}
