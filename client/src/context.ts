import type { Event, ExtensionContext, LogOutputChannel } from 'vscode';
import type { AnalysisStatus, DebugInformation } from '#protocol';

/** What features share. Imports no feature. */
export interface DmaLensContext {
  readonly extension: ExtensionContext;
  readonly log: LogOutputChannel;
  readonly server: ServerControl;
}

export type ServerState = 'not-started' | 'starting' | 'running' | 'stopped';

/** The language server, as features see it. */
export interface ServerControl {
  readonly state: ServerState;
  readonly onDidChangeState: Event<ServerState>;
  /** The newest answer for each document the server analyzed. */
  readonly onDidAnalyze: Event<AnalysisStatus>;
  statusOf(uri: string): AnalysisStatus | undefined;
  restart(): Promise<void>;
  debugInformation(): Promise<DebugInformation | undefined>;
}
