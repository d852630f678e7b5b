// What crosses the wire between our server and our own client besides the Language Server Protocol.
// Another editor needs none of it: the server sends it only to clients that ask (see `experimentalStatus`).

/** Key in the client's `experimental` capabilities: `true` asks for status notifications. */
export const experimentalStatus = 'dmaLensStatus';

/** Server to client, after a document was analyzed. Payload: `AnalysisStatus`. */
export const statusNotification = 'dmaLens/status';

/** Client to server. No parameters; answers with `DebugInformation`. */
export const debugInformationRequest = 'dmaLens/debugInformation';

export interface AnalysisStatus {
  readonly uri: string;
  readonly version: number;
  /** Functions of the file that touch the DMA API, directly or through their callees. */
  readonly analyzed: number;
  readonly notAnalyzed: readonly NotAnalyzedFunction[];
  readonly findings: number;
  readonly suppressed: number;
  readonly milliseconds: number;
  readonly memoryBytes: number;
  readonly configuration: ConfigurationInForce;
}

export interface NotAnalyzedFunction {
  readonly name: string;
  readonly why: string;
  /** Zero-based, where the function's name or the problem is. */
  readonly line: number;
}

/** The settings that decided an answer, after defaults were filled in. */
export interface ConfigurationInForce {
  readonly enable: boolean;
  readonly platform: string;
  /** Machines that the project's configuration file describes, besides the presets. */
  readonly ownPlatforms: readonly string[];
  readonly minConfidence: string;
  readonly run: string;
  readonly delay: number;
  readonly hover: string;
  /** The kernel tree for files that stand in none; empty for none. */
  readonly kernel: string;
  /** Only rules whose level somebody set. */
  readonly rules: Readonly<Record<string, string>>;
}

export interface DebugInformation {
  readonly version: string;
  readonly runtime: string;
  readonly client: string;
  readonly memoryBytes: number;
  readonly diagnostics: 'pull' | 'push';
  readonly documents: readonly AnalysisStatus[];
  /** The last lines of the server's log. */
  readonly log: readonly string[];
}
