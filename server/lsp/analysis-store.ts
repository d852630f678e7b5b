import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { AnalysisOptions, FileAnalysis, SourceFile } from '#analysis';
import type { Settings } from '../analysis/config/settings.js';
import type { SidecarEntry } from '../analysis/findings/suppress.js';
import { describeError, type Log } from './guard.js';

/** Everything that decides the answer about a document besides the texts. */
export interface DocumentOptions extends AnalysisOptions {
  /** The kernel tree whose headers count for files that stand in none; empty for none. */
  readonly kernel: string;
}

/** What the language server asks of the analysis. It may run elsewhere, so that edits are heard meanwhile. */
export interface FileAnalyzer {
  start(file: SourceFile, options: DocumentOptions): RunningAnalysis;
}

export interface RunningAnalysis {
  /** `undefined` when it was cancelled; rejects when the analysis failed. */
  readonly result: Promise<FileAnalysis | undefined>;
  cancel(): void;
}

export interface AnalyzedDocument {
  /** Grows with every analysis of this server, so it names one answer and no other. */
  readonly serial: number;
  readonly version: number;
  readonly settings: Settings;
  readonly analysis: FileAnalysis;
  readonly milliseconds: number;
}

export interface AnalysisStore {
  /**
   * The answer for the text as it is now, made once however many ask; cancels one that is still running for an
   * older text. The last good answer where the analysis failed or was overtaken.
   */
  analyze(document: TextDocument, settings: Settings): Promise<AnalyzedDocument | undefined>;
  latest(uri: string): AnalyzedDocument | undefined;
  /** A file changed that others are understood with: what is known of every other document is to be asked anew. */
  changed(uri: string): void;
  forget(uri: string): void;
}

export interface AnalysisStoreInputs {
  readonly analyzer: FileAnalyzer;
  readonly toOptions: (settings: Settings) => DocumentOptions;
  /** The suppressions of the nearest sidecar above a document. */
  readonly sidecar: (uri: string) => readonly SidecarEntry[];
  readonly pathOf: (uri: string) => string;
  readonly now: () => number;
  readonly log: Log;
  readonly onAnalyzed: (uri: string, result: AnalyzedDocument) => void;
}

/** The store of a server whose parser could not be loaded. */
export const idleStore: AnalysisStore = {
  analyze: () => Promise.resolve(undefined),
  latest: () => undefined,
  changed: () => undefined,
  forget: () => undefined,
};

interface Attempt {
  readonly version: number;
  readonly options: string;
  readonly done: Promise<void>;
  readonly cancel: () => void;
}

export function createAnalysisStore(inputs: AnalysisStoreInputs): AnalysisStore {
  const { analyzer, log, now } = inputs;
  const good = new Map<string, AnalyzedDocument>();
  // Invariant: the attempt of a document is for the newest text and options anybody asked about, and stays after it
  // failed, so a text that crashes the analysis is tried once.
  const attempts = new Map<string, Attempt>();
  let serial = 0;

  function attempt(document: TextDocument, settings: Settings): Attempt {
    const { uri, version } = document;
    const options = { ...inputs.toOptions(settings), sidecar: inputs.sidecar(uri) };
    const key = JSON.stringify({ ...options, rules: [...options.rules] });
    const last = attempts.get(uri);
    if (last?.version === version && last.options === key) {
      return last;
    }
    last?.cancel();
    const started = now();
    const running = analyzer.start({ path: inputs.pathOf(uri), text: document.getText() }, options);
    const done = running.result.then(
      (analysis) => {
        if (analysis !== undefined && attempts.get(uri) === made) {
          serial += 1;
          const result = { serial, version, settings, analysis, milliseconds: now() - started };
          good.set(uri, result);
          inputs.onAnalyzed(uri, result);
        }
      },
      (error: unknown) => log.error(`analysis of ${uri} failed, the last good answer stays: ${describeError(error)}`),
    );
    const made: Attempt = { version, options: key, done, cancel: () => running.cancel() };
    attempts.set(uri, made);
    return made;
  }

  return {
    async analyze(document, settings) {
      await attempt(document, settings).done;
      return good.get(document.uri);
    },
    latest: (uri) => good.get(uri),
    changed(uri) {
      for (const [other, { cancel }] of attempts) {
        if (other === uri) continue;
        cancel();
        attempts.delete(other);
      }
    },
    forget(uri) {
      attempts.get(uri)?.cancel();
      attempts.delete(uri);
      good.delete(uri);
    },
  };
}
