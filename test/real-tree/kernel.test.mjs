// The drivers of Linux 6.12, as Debian ships them: coverage, crashes, and findings that are known to belong there or not.
// The findings are read by people, and what they found is in docs/triage.md.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { check, countRow, kernelTree, readTable } from './check.mjs';

/** The share of functions that are looked at to the end: what is reached. The aim is 99.5 %. */
const analyzedFloor = 0.99;
/** Warnings and errors in the well-behaved drivers, of 10,000 lines. */
const mostNoise = 1;

const percent = (share) => `${(100 * share).toFixed(2)} %`;

let kernel = '';
let findings = [];
let report = '';

before(
  () => {
    kernel = kernelTree();
    ({ findings, report } = check(kernel, ['drivers', 'sound', 'net'], '--jobs=2', '--stats=functions'));
    console.log(report.split('\n').slice(-14).join('\n'));
  },
  { timeout: 30 * 60_000 },
);

await test('every file of drivers, sound and net that uses DMA is checked', () => {
  const count = (name) => Number(new RegExp(`^${name}\\s+(\\d+)$`, 'm').exec(report)?.[1] ?? Number.NaN);
  const files = count('files that use DMA');
  const analyzed = count('functions analyzed');
  const notLowered = count('functions not understood');
  const overBudget = count('functions out of budget');
  const functions = analyzed + notLowered + overBudget;
  console.log(countRow('functions looked at to the end', analyzed, functions), percent(analyzed / functions));

  assert.ok(files >= 1_716, `${files} files use the DMA API; the 6.12 source has 1,716 by the narrow count`);
  assert.equal(count('problems'), 0);
  assert.ok(
    analyzedFloor <= analyzed / functions,
    `${functions - analyzed} of ${functions} functions were given up on`,
  );
  // Nothing is silent: whatever was given up on is named.
  assert.equal(report.match(/: out of budget/g)?.length ?? 0, overBudget);
  assert.equal(report.match(/: not understood/g)?.length ?? 0, notLowered);
});

await test('there are findings', () => {
  const rules = Map.groupBy(findings, (it) => `${it.rule.padEnd(36)} ${it.level}`);
  for (const [rule, list] of [...rules].toSorted(([left], [right]) => (left < right ? -1 : 1)))
    console.log(`${rule.padEnd(44)} ${list.length}`);
  assert.ok(findings.length > 0, 'the tree has known bugs; none were found');
});

await test('what was found in the field is reported', () => {
  const targets = readTable('field-targets.tsv').map((target) => ({
    ...target,
    now: findings.some((it) => it.path === target.path && it.rule === target.rule),
  }));
  console.log(countRow('field targets', targets.filter((it) => it.now).length, targets.length));
  const named = (list) => list.map((it) => `${it.path}: ${it.rule}: ${it.what}`);
  for (const line of named(targets.filter((it) => !it.now))) console.log(`missed: ${line}`);
  for (const line of named(targets.filter((it) => it.now && it.reported === 'no')))
    console.log(`reported now, and may say so in the table: ${line}`);
  assert.deepEqual(named(targets.filter((it) => !it.now && it.reported === 'yes')), []);
});

await test('well-behaved drivers are quiet', () => {
  const files = readFileSync(new URL('quiet-files.txt', import.meta.url), 'utf8')
    .trimEnd()
    .split('\n');
  const real = readTable('quiet-files-real.tsv');
  const lines = files.reduce((sum, file) => sum + readFileSync(join(kernel, file), 'utf8').split('\n').length, 0);
  const isReal = (it) =>
    real.some((row) => row.path === it.path && row.function === it.function && row.rule === it.rule);
  const noise = findings.filter((it) => files.includes(it.path) && it.level !== 'info' && !isReal(it));
  const text = noise.map((it) => `${it.path}:${it.line}: ${it.level}: ${it.message} [${it.rule}]`);
  console.log(countRow('noise in well-behaved drivers', noise.length, `${lines} lines`));
  for (const line of text) console.log(line);
  assert.deepEqual(
    text.filter((_, index) => noise[index].level === 'error'),
    [],
  );
  assert.ok(noise.length <= (mostNoise * lines) / 10_000);
});
