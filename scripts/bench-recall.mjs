// How many mistakes are found that are planted into real drivers, one at a time: for each kind at most one in a file, at
// files and places drawn from a seed. A mistake counts as found if anything is reported that was not before. Not every
// one can be: where a caller or another release makes up for it, nothing is wrong. Numbers are in docs/benchmarks.md.
//
//   npm run bench:recall -- <kernel> [--files=60] [--seed=1] [--list]
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { defaultPlatform } from '../out/engine/index.js';
import { createAnalyzer } from '../out/server/analysis/index.js';
import { moduleFilesIn } from '../out/server/node/module-files.js';
import { readWasmFiles } from '../out/server/node/wasm.js';
import { mistakesIn, plant } from './planted-mistakes.mjs';

const [kernel] = process.argv.slice(2).filter((it) => !it.startsWith('--'));
if (kernel === undefined) throw new Error('usage: npm run bench:recall -- <kernel> [--files=60] [--seed=1] [--list]');
const option = (name, otherwise) =>
  Number(process.argv.find((it) => it.startsWith(`--${name}=`))?.slice(name.length + 3) ?? otherwise);
/** Longer files take too long to be analyzed once for each mistake. In UTF-16 code units. */
const longest = 90_000;

const tree = resolve(kernel);
const analyzer = await createAnalyzer(readWasmFiles(), moduleFilesIn(tree));
const options = { budget: { paths: 2_000, steps: 8_000 }, rules: new Map(), minConfidence: 'low' };
const random = randomFrom(option('seed', 1));
const found = new Map();
let left = option('files', 60);
for (const path of shuffled(driversIn(tree))) {
  if (left === 0) break;
  const text = readFileSync(resolve(tree, path), 'utf8');
  const mistakes = text.length <= longest ? mistakesIn(text) : [];
  if (mistakes.length === 0) continue;
  left -= 1;
  const before = analyze(path, text);
  for (const [kind, all] of Map.groupBy(mistakes, (it) => it.kind)) {
    const mistake = all[Math.floor(random() * all.length)];
    const isIn = (it) => it.at.start <= mistake.at && mistake.at < it.at.end;
    if (!before.functions.some(isIn)) continue;
    const count = found.get(kind) ?? { found: 0, planted: 0 };
    const isFound = isNew(before, analyze(path, plant(text, mistake)), mistake);
    found.set(kind, { found: count.found + Number(isFound), planted: count.planted + 1 });
    if (process.argv.includes('--list')) {
      console.log(`${isFound ? 'found ' : 'missed'} ${kind} ${path}:${text.slice(0, mistake.at).split('\n').length}`);
    }
  }
}
for (const [kind, count] of found) {
  console.log(
    `${kind.padEnd(30)} ${count.found} of ${count.planted}, ${Math.round((100 * count.found) / count.planted)} %`,
  );
}

function analyze(path, text) {
  const [{ analysis }] = analyzer.analyzeOnEach({ path: resolve(tree, path), text }, [defaultPlatform], options);
  return analysis;
}

/** Whether anything is reported that was not at the same place before. */
function isNew(before, after, { from, to, by }) {
  const moved = by.length - (to - from);
  const placeBefore = ({ rule, at }) => `${rule} ${at.start < to + moved ? at.start : at.start - moved}`;
  const known = new Set(before.findings.map(({ rule, at }) => `${rule} ${at.start}`));
  return after.findings.some((it) => !known.has(placeBefore(it)));
}

function driversIn(root) {
  const folders = ['drivers', 'sound', 'net'];
  const args = ['-rlE', '--include=*.c', '\\bdma_(map|unmap|alloc|free|sync)_', ...folders];
  return execFileSync('grep', args, { cwd: root, encoding: 'utf8', maxBuffer: 2 ** 26 })
    .trim()
    .split('\n')
    .toSorted();
}

function shuffled(list) {
  const all = [...list];
  for (let last = all.length - 1; last > 0; last -= 1) {
    const other = Math.floor(random() * (last + 1));
    [all[last], all[other]] = [all[other], all[last]];
  }
  return all;
}

/** Between 0 and 1, the same for the same seed: the linear congruence of the C standard's example. */
function randomFrom(seed) {
  let state = seed;
  return () => {
    state = (state * 1103515245 + 12345) % 2 ** 31;
    return state / 2 ** 31;
  };
}
