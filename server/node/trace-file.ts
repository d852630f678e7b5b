import type { Platform } from '#engine';
import { exploreFile } from '../analysis/pipeline/analyze-functions.js';
import { Modules } from '../analysis/module/module.js';
import type { ModuleFiles } from '../analysis/module/module-files.js';
import type { SourceFile } from '../analysis/module/source-file.js';
import { prepareReplay } from '../analysis/pipeline/replayed-file.js';
import { type FunctionTrace, pathTraces } from '../analysis/present/path-trace.js';
import { createParser } from '../analysis/tree/parser.js';
import { budget } from './toolchain.js';
import { readWasmFiles } from './wasm.js';

/** Every path of every function that concerns DMA, as far as `check` follows them, and what it does on a platform. */
export async function traceFile(
  file: SourceFile,
  platform: Platform,
  files: ModuleFiles,
): Promise<readonly FunctionTrace[]> {
  const parser = await createParser(readWasmFiles());
  try {
    const parsed = new Modules(parser, files).parse(file);
    const explored = exploreFile(parsed, budget, () => false);
    return pathTraces(prepareReplay(parsed, explored, platform), parsed);
  } finally {
    parser.delete();
  }
}
