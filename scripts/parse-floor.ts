/**
 * What every analysis of a tree costs at least: read each C file, and prepare and parse the text of those that use DMA.
 * `bench-tree.mjs` bundles and runs it beside the whole check; the numbers come as one line of JSON.
 *
 *   node out/bench/parse-floor.mjs <kernel> <workers> <folder…>
 */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isMainThread, parentPort, Worker } from 'node:worker_threads';
import { concernsDma } from '../server/analysis/text/prefilter.js';
import { prepareText } from '../server/analysis/text/prepare.js';
import { createParser } from '../server/analysis/tree/parser.js';

interface Counts {
  files: number;
  bytes: number;
}

const program = fileURLToPath(import.meta.url);
await (isMainThread ? main(process.argv.slice(2)) : work());

async function main([root, workers, ...folders]: readonly string[]): Promise<void> {
  if (root === undefined || folders.length === 0) throw new Error('usage: parse-floor <kernel> <workers> <folder…>');
  const start = performance.now();
  // The largest first, one at a time, so that no worker is left alone at the end.
  const queue = folders
    .flatMap((folder) => sources(join(root, folder)))
    .toSorted((left, right) => right.bytes - left.bytes)
    .values();
  const total: Counts = { files: 0, bytes: 0 };
  const lanes = Array.from({ length: Number(workers) }, () => runLane(queue, total));
  await Promise.all(lanes);
  console.log(JSON.stringify({ ...total, milliseconds: performance.now() - start }));
}

/** Resolves when nothing is left; each answer asks for the next file. */
function runLane(queue: Iterator<Source>, total: Counts): Promise<void> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(program);
    worker.on('error', reject);
    worker.on('message', ({ files, bytes }: Counts) => {
      total.files += files;
      total.bytes += bytes;
      const source = queue.next();
      if (source.done !== true) worker.postMessage(source.value.path);
      else void worker.terminate().then(() => resolve());
    });
  });
}

async function work(): Promise<void> {
  const resolve = createRequire(join(process.cwd(), 'package.json')).resolve;
  const parser = await createParser({
    runtimeWasm: readFileSync(resolve('web-tree-sitter/web-tree-sitter.wasm')),
    grammarWasm: readFileSync(resolve('tree-sitter-c/tree-sitter-c.wasm')),
  });
  const none: Counts = { files: 0, bytes: 0 };
  parentPort?.on('message', (path: string) => {
    const text = readFileSync(path, 'utf8');
    if (concernsDma(text)) parser.parse(prepareText(text).text).delete();
    parentPort?.postMessage(concernsDma(text) ? { files: 1, bytes: text.length } : none);
  });
  parentPort?.postMessage(none);
}

interface Source {
  readonly path: string;
  readonly bytes: number;
}

function sources(folder: string): readonly Source[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return sources(path);
    return entry.name.endsWith('.c') && entry.isFile() ? [{ path, bytes: statSync(path).size }] : [];
  });
}
