/**
 * Counts and times of text, tree and index over a kernel tree.
 *
 *   npx esbuild scripts/measure-parse.ts --bundle --platform=node --format=esm --conditions=source --outfile=out/measure-parse.mjs
 *   node out/measure-parse.mjs <kernel> [--errors] [folder…]
 *
 * `--errors` prints the cone functions with a syntax error and where it is.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { buildIndex } from '../server/analysis/index/build-index.js';
import { dmaCone } from '../server/analysis/index/dma-cone.js';
import type { FunctionDeclaration } from '../server/analysis/index/file-index.js';
import { concernsDma } from '../server/analysis/text/prefilter.js';
import { prepareText } from '../server/analysis/text/prepare.js';
import { errorNodes } from '../server/analysis/tree/errors.js';
import { createParser, type ParsedTree } from '../server/analysis/tree/parser.js';

const printsErrors = process.argv.includes('--errors');
const [root, ...chosen] = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
if (root === undefined) {
  throw new Error('usage: measure-parse <kernel> [--errors] [folder…]');
}
const folders = chosen.length === 0 ? ['drivers', 'sound', 'net'] : chosen;

const resolve = createRequire(join(process.cwd(), 'package.json')).resolve;
const parser = await createParser({
  runtimeWasm: readFileSync(resolve('web-tree-sitter/web-tree-sitter.wasm')),
  grammarWasm: readFileSync(resolve('tree-sitter-c/tree-sitter-c.wasm')),
});

const totals = {
  files: 0,
  bytes: 0,
  functions: 0,
  functionErrors: 0,
  cone: 0,
  direct: 0,
  coneErrors: 0,
  directErrors: 0,
};
const times = { prefilter: 0, prepare: 0, parse: 0, index: 0, cone: 0 };

function timed<Result>(stage: keyof typeof times, run: () => Result): Result {
  const start = performance.now();
  const result = run();
  times[stage] += performance.now() - start;
  return result;
}

for (const path of folders.flatMap((folder) => sources(join(root, folder)))) {
  measure(path);
}
console.log(totals);
console.log(Object.fromEntries(Object.entries(times).map(([stage, time]) => [stage, `${(time / 1000).toFixed(2)} s`])));
console.log(`cone functions with an error: ${((100 * totals.coneErrors) / totals.cone).toFixed(2)} %`);
console.log(`API-calling functions with an error: ${((100 * totals.directErrors) / totals.direct).toFixed(2)} %`);
console.log(`all functions with an error: ${((100 * totals.functionErrors) / totals.functions).toFixed(2)} %`);

function measure(path: string): void {
  const source = readFileSync(path, 'latin1');
  if (!timed('prefilter', () => concernsDma(source))) {
    return;
  }
  totals.files += 1;
  totals.bytes += source.length;
  const masked = timed('prepare', () => prepareText(source));
  const tree = timed('parse', () => parser.parse(masked.text));
  const index = timed('index', () => buildIndex(tree.root, masked));
  const cone = timed('cone', () => dmaCone(index, concernsDma));
  for (const declaration of index.functions.values()) {
    const isDirect = [...declaration.mentions].some(concernsDma);
    totals.functions += 1;
    totals.functionErrors += declaration.hasSyntaxError ? 1 : 0;
    totals.direct += isDirect ? 1 : 0;
    totals.directErrors += isDirect && declaration.hasSyntaxError ? 1 : 0;
    if (cone.has(declaration.name)) {
      totals.cone += 1;
      totals.coneErrors += declaration.hasSyntaxError ? 1 : 0;
      if (declaration.hasSyntaxError && printsErrors) {
        describe(path, declaration, tree, masked.original);
      }
    }
  }
  tree.delete();
}

function describe(path: string, { name, at }: FunctionDeclaration, tree: ParsedTree, original: string): void {
  const inside = errorNodes(tree.root).find((node) => at.start <= node.startIndex && node.startIndex <= at.end);
  const offset = inside?.startIndex ?? at.start;
  const line = original.slice(0, offset).split('\n').length;
  const start = original.lastIndexOf('\n', offset) + 1;
  const text = original.slice(start, original.indexOf('\n', offset)).trim();
  console.log(
    `${path.slice((root ?? '').length + 1)}:${line}: ${name}: ${inside === undefined ? 'elsewhere' : inside.isMissing ? `missing ${inside.type}` : `at ${JSON.stringify(inside.text.slice(0, 40))}`}: ${text}`,
  );
}

function sources(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true })
    .sort((left, right) => (left.name < right.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      return entry.isDirectory() ? sources(path) : entry.name.endsWith('.c') ? [path] : [];
    });
}
