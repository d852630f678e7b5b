import {
  type ClientCapabilities,
  type InitializeParams,
  MarkupKind,
  type ServerCapabilities,
  TextDocumentSyncKind,
} from 'vscode-languageserver';
import { experimentalStatus } from '#protocol';

/** What the editor can do, as far as our answers depend on it. */
export interface ClientFeatures {
  readonly name: string;
  /** Pulls diagnostics; without it they are pushed, never both. */
  readonly pullDiagnostics: boolean;
  readonly refreshDiagnostics: boolean;
  readonly relatedInformation: boolean;
  readonly codeDescription: boolean;
  readonly markdownHover: boolean;
  /** Answers `workspace/configuration`. */
  readonly configuration: boolean;
  readonly configurationRegistration: boolean;
  readonly watchedFilesRegistration: boolean;
  /** Says when folders are added to the workspace or removed. */
  readonly workspaceFolders: boolean;
  readonly status: boolean;
}

export function clientFeatures(params: Pick<InitializeParams, 'capabilities' | 'clientInfo'>): ClientFeatures {
  const { textDocument, workspace, experimental }: ClientCapabilities = params.capabilities;
  const diagnostics = [textDocument?.diagnostic, textDocument?.publishDiagnostics];
  return {
    name: params.clientInfo === undefined ? 'unnamed' : `${params.clientInfo.name} ${params.clientInfo.version ?? ''}`,
    pullDiagnostics: textDocument?.diagnostic !== undefined,
    refreshDiagnostics: workspace?.diagnostics?.refreshSupport === true,
    // LSP 3.18 repeats both flags under `diagnostic`; VS Code and clients of 3.17 set them under `publishDiagnostics`.
    relatedInformation: diagnostics.some((it) => it?.relatedInformation === true),
    codeDescription: diagnostics.some((it) => it?.codeDescriptionSupport === true),
    markdownHover: textDocument?.hover?.contentFormat?.includes(MarkupKind.Markdown) === true,
    configuration: workspace?.configuration === true,
    configurationRegistration: workspace?.didChangeConfiguration?.dynamicRegistration === true,
    watchedFilesRegistration: workspace?.didChangeWatchedFiles?.dynamicRegistration === true,
    workspaceFolders: workspace?.workspaceFolders === true,
    status: isRecord(experimental) && experimental[experimentalStatus] === true,
  };
}

export function serverCapabilities(client: ClientFeatures): ServerCapabilities {
  return {
    positionEncoding: 'utf-16',
    textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: { includeText: false } },
    hoverProvider: true,
    ...(client.workspaceFolders && { workspace: { workspaceFolders: { supported: true, changeNotifications: true } } }),
    ...(client.pullDiagnostics && {
      diagnosticProvider: {
        identifier: 'dma-lens',
        // A finding may depend on other files of the module.
        interFileDependencies: true,
        // Clients poll workspace diagnostics every two seconds, forever; nothing here walks a workspace by itself.
        workspaceDiagnostics: false,
      },
    }),
  };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
