import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { ConfigProblem } from '../analysis/config/config-file.js';
import type { GivenSettings } from '../analysis/config/settings.js';
import type { SidecarEntry } from '../analysis/findings/suppress.js';
import type { AnalysisStore } from './analysis-store.js';
import type { ClientFeatures } from './capabilities.js';
import type { Folders } from './folders.js';
import type { RememberingLog } from './log.js';
import type { Debouncer } from './schedule.js';
import type { SettingsStore } from './settings-store.js';
import type { RulePageUri } from './to-lsp.js';

/** What the handlers of one connection share. */
export interface Session {
  readonly client: ClientFeatures;
  readonly documents: OpenDocuments;
  readonly folders: Folders;
  readonly settings: SettingsStore;
  /** Never rejects: without a parser it is a store that knows nothing, and the user was told. */
  readonly analyses: Promise<AnalysisStore>;
  readonly project: Project;
  readonly debouncer: Debouncer;
  readonly rulePage: RulePageUri;
  /** Milliseconds on a clock that only moves forward. */
  readonly now: () => number;
  readonly log: RememberingLog;
}

export interface OpenDocuments {
  get(uri: string): TextDocument | undefined;
  all(): TextDocument[];
}

/** The files of a project that are about us: `.dma-lens.json` and `.dma-lens/suppressions.json`. */
export interface ProjectFiles {
  settingsFor(path: string): GivenSettings;
  suppressionsFor(path: string): readonly SidecarEntry[];
}

/** A file of a project about us, when it was read. */
export interface CheckedFile {
  readonly uri: string;
  readonly text: string;
  readonly problems: readonly ConfigProblem[];
  /** The problems as lines of a log. */
  readonly complaints: readonly string[];
}

/** The same for documents, read again when the editor says that one of the files changed. */
export interface Project {
  settingsOf(uri: string): GivenSettings;
  suppressionsOf(uri: string): readonly SidecarEntry[];
  readAgain(): void;
}
