import type { Platform } from '#engine';
import { exploreFile } from '../analysis/pipeline/analyze-functions.js';
import { parseFile } from '../analysis/pipeline/parse-file.js';
import { prepareReplay } from '../analysis/pipeline/replayed-file.js';
import { type FunctionTrace, pathTraces } from '../analysis/present/path-trace.js';
import { createParser } from '../analysis/tree/parser.js';
import { budget } from './toolchain.js';
import { readWasmFiles } from './wasm.js';

/** Every path of every function that concerns DMA, as far as `check` follows them, and what it does on a platform. */
export async function traceFile(text: string, platform: Platform): Promise<readonly FunctionTrace[]> {
  const parser = await createParser(readWasmFiles());
  try {
    const parsed = parseFile(parser, text);
    const explored = exploreFile(parsed, budget, () => false);
    return pathTraces(prepareReplay(text, parsed, explored, platform), parsed);
  } finally {
    parser.delete();
  }
}
