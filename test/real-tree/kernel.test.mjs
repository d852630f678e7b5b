// The drivers of Linux 6.12, as Debian ships them: counts, coverage and crashes, not expectations. The findings are read
// by people, and what they found is in docs/triage.md.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const limit = 30 * 60_000;

await test('check runs over every DMA-using file of drivers, sound and net', { timeout: limit }, () => {
  const kernel = execFileSync(join(root, 'scripts', 'fetch-kernel.sh'), { encoding: 'utf8' })
    .trim()
    .split('\n')
    .at(-1);
  const output = join(mkdtempSync(join(tmpdir(), 'dma-lens-')), 'findings.json');
  const run = spawnSync(
    process.execPath,
    [
      join(root, 'dist', 'cli.cjs'),
      'check',
      'drivers',
      'sound',
      'net',
      '--jobs=2',
      '--stats=functions',
      '--fail-on=never',
      '--format=json',
      `--output=${output}`,
    ],
    { cwd: kernel, encoding: 'utf8', timeout: limit, maxBuffer: 2 ** 28 },
  );
  const report = `${run.stdout}\n${run.stderr}`;
  const count = (name) => Number(new RegExp(`^${name}\\s+(\\d+)$`, 'm').exec(report)?.[1] ?? Number.NaN);
  const files = count('files that use DMA');
  const analyzed = count('functions analyzed');
  const notLowered = count('functions not understood');
  const overBudget = count('functions out of budget');
  const functions = analyzed + notLowered + overBudget;
  console.log(report.split('\n').slice(-14).join('\n'));

  assert.equal(run.status, 0, `a crash or unreadable input:\n${run.stderr}`);
  assert.ok(files >= 1_716, `${files} files use the DMA API; the 6.12 source has 1,716 by the narrow count`);
  assert.equal(count('problems'), 0);
  assert.ok(notLowered <= 0.02 * functions, `${notLowered} of ${functions} functions were not lowered clean`);
  assert.ok(overBudget <= 0.05 * functions, `${overBudget} of ${functions} functions ran out of budget`);
  // Nothing is silent: whatever was given up on is named.
  assert.equal(report.match(/: out of budget/g)?.length ?? 0, overBudget);

  const findings = JSON.parse(readFileSync(output, 'utf8'));
  const rules = Map.groupBy(findings, (finding) => finding.rule);
  for (const [rule, list] of [...rules].toSorted(([left], [right]) => (left < right ? -1 : 1)))
    console.log(`${rule.padEnd(36)} ${list.length}`);
  assert.ok(findings.length > 0, 'the tree has known bugs; none were found');
});
