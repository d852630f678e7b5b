import { existsSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import type { FileAnalysis, SourceFile } from '#analysis';
import type { DocumentOptions, FileAnalyzer } from '../lsp/analysis-store.js';
import { readWasmFiles, type WasmFiles } from './wasm.js';

export interface AnalysisJob {
  readonly id: number;
  readonly file: SourceFile;
  readonly options: DocumentOptions;
  /** Shared with the server: anything but 0 means that nobody waits for the answer. */
  readonly cancelled: Int32Array;
}

export interface AnalysisAnswer {
  readonly id: number;
  /** `undefined` when it was cancelled. */
  readonly analysis: FileAnalysis | undefined;
}

export interface ThreadOptions {
  readonly program: URL;
  /** Milliseconds after which an analysis is given up. Budgets end every one long before; what gets here is a bug. */
  readonly longest: number;
}

const usual: ThreadOptions = { program: analysisProgram(), longest: 60_000 };

/**
 * The analysis on a thread of its own. A text that crashes or stalls it costs the thread, never the server: a new
 * one is started for the next text, and for those that waited behind it.
 */
export async function createThreadAnalyzer(options = usual): Promise<FileAnalyzer> {
  const wasm = readWasmFiles();
  let thread = startThread(options, wasm);
  await thread.ready;
  const startOnThread: FileAnalyzer['start'] = (file, analysisOptions) => {
    if (thread.isDead()) {
      thread = startThread(options, wasm);
    }
    return thread.start(file, analysisOptions);
  };
  return {
    start(file, analysisOptions) {
      let isCancelled = false;
      let running = startOnThread(file, analysisOptions);
      const answer = async (): Promise<FileAnalysis | undefined> => {
        for (;;) {
          try {
            return await running.result;
          } catch (error) {
            // Each thread ends by the text it was at, so one that waited comes to its turn.
            if (!(error instanceof EndedByAnother)) throw error;
            if (isCancelled) return undefined;
            running = startOnThread(file, analysisOptions);
          }
        }
      };
      const cancel = (): void => {
        isCancelled = true;
        running.cancel();
      };
      return { result: answer(), cancel };
    },
  };
}

/** The thread ended by a text that came before. */
class EndedByAnother extends Error {}

interface Waiting {
  readonly settle: (analysis: FileAnalysis | undefined) => void;
  readonly fail: (error: Error) => void;
}

interface Thread extends FileAnalyzer {
  readonly ready: Promise<void>;
  isDead(): boolean;
}

function startThread({ program, longest }: ThreadOptions, wasm: WasmFiles): Thread {
  const worker = new Worker(program, { workerData: { wasm } });
  const waiting = new Map<number, Waiting>();
  let isDead = false;
  let nextId = 0;
  let fence: NodeJS.Timeout | undefined;

  /** Texts are analyzed one after the other: the time of one begins with the answer to the one before. */
  const watchNext = (): void => {
    clearTimeout(fence);
    if (waiting.size === 0) return;
    fence = setTimeout(() => {
      die(new Error(`the analysis took longer than ${longest} ms`));
      void worker.terminate();
    }, longest);
  };

  const die = (error: Error): void => {
    isDead = true;
    clearTimeout(fence);
    const [culprit, ...others] = waiting.values();
    waiting.clear();
    culprit?.fail(error);
    for (const { fail } of others) fail(new EndedByAnother());
  };

  const ready = new Promise<void>((resolve, reject) => {
    worker.on('message', (message: AnalysisAnswer | 'ready') => {
      if (message === 'ready') {
        resolve();
      } else {
        waiting.get(message.id)?.settle(message.analysis);
        waiting.delete(message.id);
        watchNext();
      }
    });
    worker.on('error', (error) => {
      reject(error);
      die(error);
    });
    worker.on('exit', () => die(new Error('the analysis thread ended')));
  });
  // Who starts a second thread waits for its answers, not for this.
  ready.catch(() => undefined);

  return {
    ready,
    isDead: () => isDead,
    start(file, options) {
      nextId += 1;
      const id = nextId;
      const cancelled = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
      const result = new Promise<FileAnalysis | undefined>((settle, fail) => {
        waiting.set(id, { settle, fail });
        worker.postMessage({ id, file, options, cancelled } satisfies AnalysisJob);
        if (waiting.size === 1) watchNext();
      });
      return { result, cancel: () => Atomics.store(cancelled, 0, 1) };
    },
  };
}

/** Beside the bundle, or compiled file by file. */
function analysisProgram(): URL {
  const bundled = new URL('./analysis.cjs', import.meta.url);
  return existsSync(bundled) ? bundled : new URL('./main-analysis.js', import.meta.url);
}
