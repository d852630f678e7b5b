import type { Platform } from '#engine';
import type { AnalysisOptions } from '../analysis/pipeline/file-analysis.js';
import type { FileReport } from '../analysis/present/report.js';
import type { WasmFiles } from './wasm.js';

/** What a worker of `check` is started with. */
export interface CheckWorkerData {
  readonly wasm: WasmFiles;
  /** The folder the names of files count from. */
  readonly cwd: string;
  /** The kernel tree that `--kernel` names. */
  readonly kernel: string | undefined;
}

/** One file to check, as a worker is told. */
export interface CheckJob {
  readonly path: string;
  /** What it is called in the report. */
  readonly name: string;
  /** How long the file was when it was found. */
  readonly bytes: number;
  /** More than one with `--platform all`. */
  readonly platforms: readonly Platform[];
  readonly options: Omit<AnalysisOptions, 'platform'>;
  /** The kernel tree of `.dma-lens.json`, for files that stand in none; empty for none. */
  readonly kernel: string;
}

/** Files that share headers or a module: whoever checks one has read much of the next. */
export type CheckBatch = readonly CheckJob[];

export type CheckAnswer =
  | { readonly kind: 'checked'; readonly report: FileReport }
  /** Nothing in it concerns DMA: one scan of the text told. */
  | { readonly kind: 'no-dma' }
  | { readonly kind: 'unreadable'; readonly why: string };
