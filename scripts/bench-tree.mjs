// What checking a kernel tree costs beside parsing it: both over the same files, with the same number of workers, one
// right after the other. Prints time, processor time, the ratio of the two, and memory. Numbers are in docs/benchmarks.md.
//
//   npm run bench:tree -- <kernel> [--jobs=2] [folder…]
import { spawnSync } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const out = join(root, 'out', 'bench');
const workers = Number(process.argv.find((it) => it.startsWith('--jobs='))?.slice(7) ?? 2);
const [kernel, ...chosen] = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
if (kernel === undefined) {
  throw new Error('usage: npm run bench:tree -- <kernel> [--jobs=2] [folder…]');
}
const tree = resolve(kernel);
const folders = chosen.length === 0 ? ['drivers', 'sound', 'net'] : chosen;

await mkdir(out, { recursive: true });
await build({
  absWorkingDir: root,
  entryPoints: ['scripts/parse-floor.ts'],
  outfile: join(out, 'parse-floor.mjs'),
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  conditions: ['source'],
  logLevel: 'error',
  banner: {
    js: "import { createRequire as makeRequire } from 'node:module';const require=makeRequire(import.meta.url);",
  },
});
const dist = join(out, 'dist');
measured('bundle', [join(root, 'scripts', 'bundle.mjs'), dist], root);

const floor = measured('parse', [join(out, 'parse-floor.mjs'), tree, String(workers), ...folders], root);
const findings = join(out, 'findings.json');
const options = [`--jobs=${workers}`, '--stats', '--quiet', '--fail-on=never', '--format=json', `--output=${findings}`];
const check = measured('check', [join(dist, 'cli.cjs'), 'check', ...folders, ...options], tree);

console.log(check.output.trim());
for (const { name, seconds, processor, megabytes } of [floor, check]) {
  console.log(
    `${name.padEnd(6)} ${seconds.toFixed(1)} s, ${processor.toFixed(1)} s of processor time, ` +
      `${Math.round(megabytes / workers)} MB per worker at most`,
  );
}
console.log(
  `ratio  ${(check.seconds / floor.seconds).toFixed(2)}, by processor time ${(check.processor / floor.processor).toFixed(2)}`,
);

/** Runs a program and reads what it used, which it says itself when it ends. */
function measured(name, args, cwd) {
  const report = [
    'import { writeFileSync } from "node:fs";',
    'import { isMainThread } from "node:worker_threads";',
    'process.on("exit", () => {',
    '  if (!isMainThread) return;',
    '  const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();',
    '  writeFileSync(2, `\\n@used ${maxRSS} ${userCPUTime + systemCPUTime}\\n`);',
    '});',
  ].join('\n');
  const start = performance.now();
  const hook = `data:text/javascript,${encodeURIComponent(report)}`;
  const run = spawnSync(process.execPath, [`--import=${hook}`, ...args], { cwd, encoding: 'utf8', maxBuffer: 2 ** 28 });
  const seconds = (performance.now() - start) / 1000;
  const used = /@used (\d+) (\d+)/.exec(run.stderr);
  if (run.status !== 0 || used === null) {
    throw new Error(`${name} failed:\n${run.stderr}`);
  }
  return {
    name,
    seconds,
    processor: Number(used[2]) / 1e6,
    megabytes: Number(used[1]) / 1024,
    output: `${run.stdout}\n${run.stderr.replace(/\n@used.*\n/, '')}`,
  };
}
