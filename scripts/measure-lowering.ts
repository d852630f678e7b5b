/**
 * How much of the DMA cone of a kernel tree is lowered without a problem, why the rest is not, and what it costs
 * beside parsing.
 *
 *   npx esbuild scripts/measure-lowering.ts --bundle --platform=node --format=esm --conditions=source --outfile=out/measure-lowering.mjs
 *   node out/measure-lowering.mjs <kernel> [--problems] [--every=<n>] [folder…]
 *
 * `--problems` prints each problem and where it is; `--every=8` looks at one file in eight.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { FunctionGraph } from '../server/analysis/graph/function-graph.js';
import { createLowerContext } from '../server/analysis/graph/lower-context.js';
import { lowerFunction } from '../server/analysis/graph/lower-function.js';
import { buildIndex } from '../server/analysis/index/build-index.js';
import { dmaCone } from '../server/analysis/index/dma-cone.js';
import { concernsDma } from '../server/analysis/text/prefilter.js';
import { prepareText } from '../server/analysis/text/prepare.js';
import { createParser } from '../server/analysis/tree/parser.js';
import { functionDefinitionAt } from '../server/analysis/tree/read.js';

const printsProblems = process.argv.includes('--problems');
const every = Number(process.argv.find((it) => it.startsWith('--every='))?.slice(8) ?? 1);
const [root, ...chosen] = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
if (root === undefined) {
  throw new Error('usage: measure-lowering <kernel> [--problems] [--every=<n>] [folder…]');
}
const folders = chosen.length === 0 ? ['drivers', 'sound', 'net'] : chosen;

const resolve = createRequire(join(process.cwd(), 'package.json')).resolve;
const parser = await createParser({
  runtimeWasm: readFileSync(resolve('web-tree-sitter/web-tree-sitter.wasm')),
  grammarWasm: readFileSync(resolve('tree-sitter-c/tree-sitter-c.wasm')),
});

const totals = { files: 0, cone: 0, clean: 0, lost: 0, blocks: 0, instrs: 0, loops: 0, fragments: 0 };
const times = { prepare: 0, parse: 0, index: 0, lower: 0, fragments: 0 };
const causes = new Map<string, number>();

function timed<Result>(stage: keyof typeof times, run: () => Result): Result {
  const start = performance.now();
  const result = run();
  times[stage] += performance.now() - start;
  return result;
}

for (const [number, path] of folders.flatMap((folder) => sources(join(root, folder))).entries()) {
  if (number % every === 0) measure(path);
}
console.log(totals);
console.log(Object.fromEntries(Object.entries(times).map(([stage, time]) => [stage, `${(time / 1000).toFixed(2)} s`])));
console.log(`lowered clean: ${((100 * totals.clean) / totals.cone).toFixed(3)} %`);
for (const [cause, count] of [...causes].sort((left, right) => right[1] - left[1])) {
  console.log(`${String(count).padStart(6)}  ${cause}`);
}

function measure(path: string): void {
  const source = readFileSync(path, 'latin1');
  if (!concernsDma(source)) return;
  totals.files += 1;
  const masked = timed('prepare', () => prepareText(source));
  const tree = timed('parse', () => parser.parse(masked.text));
  const index = timed('index', () => buildIndex(tree.root, masked));
  const plain = createLowerContext(index, masked, parser);
  const seen = new Set<string>();
  const parseFragment: typeof plain.parseFragment = (text) => {
    if (!seen.has(text)) totals.fragments += 1;
    seen.add(text);
    return timed('fragments', () => plain.parseFragment(text));
  };
  for (const name of dmaCone(index, concernsDma)) {
    const declaration = index.functions.get(name);
    if (declaration === undefined) continue;
    totals.cone += 1;
    const node = functionDefinitionAt(tree.root, declaration.nameAt.start);
    if (node === undefined) {
      totals.lost += 1;
      note(path, masked.original, name, { what: 'no definition in the tree', at: declaration.nameAt });
      continue;
    }
    count(
      path,
      masked.original,
      timed('lower', () => lowerFunction(node, { ...plain, parseFragment })),
    );
  }
  tree.delete();
}

function count(path: string, text: string, graph: FunctionGraph): void {
  totals.blocks += graph.blocks.length;
  for (const block of graph.blocks) {
    totals.instrs += block.instrs.length;
    totals.loops += block.loop === undefined ? 0 : 1;
  }
  if (graph.problems.length === 0) totals.clean += 1;
  for (const it of graph.problems) note(path, text, graph.name, it);
}

function note(path: string, text: string, name: string, { what, at }: FunctionGraph['problems'][number]): void {
  causes.set(what, (causes.get(what) ?? 0) + 1);
  if (!printsProblems) return;
  const line = text.slice(0, at.start).split('\n').length;
  const shown = text.slice(at.start, Math.min(at.end, at.start + 160)).replaceAll(/\s+/g, ' ');
  console.log(`${path.slice((root ?? '').length + 1)}:${line}: ${name}: ${what}: ${shown}`);
}

function sources(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true })
    .sort((left, right) => (left.name < right.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      return entry.isDirectory() ? sources(path) : entry.name.endsWith('.c') ? [path] : [];
    });
}
