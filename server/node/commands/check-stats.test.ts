import { expect, test } from 'vitest';
import { sampleReport } from '../../../test/support/sample-report.js';
import type { FileReport } from '../../analysis/present/report.js';
import { renderStats, renderSummary } from './check-stats.js';

const place = { line: 4, column: 12, endLine: 4, endColumn: 14 };
const report: FileReport = {
  ...sampleReport('tx.c'),
  functions: [
    { name: 'tx', ...place, status: { kind: 'analyzed', paths: 1, steps: 12 } },
    { name: 'rx', ...place, status: { kind: 'not-lowered', why: 'a syntax error', problemAt: { start: 0, end: 1 } } },
    { name: 'irq', ...place, status: { kind: 'out-of-budget', budget: 'paths' } },
    { name: 'show', ...place, status: { kind: 'analyzed', paths: 0, steps: 0 } },
  ],
};

test('the summary counts what was found, hidden and skipped', () => {
  expect(renderSummary({ reports: [report], failures: [], withoutDma: 3 })).toBe(
    '1 error, 2 infos in 1 file that uses DMA; 3 without DMA; 2 suppressed\n',
  );
  expect(renderSummary({ reports: [], failures: [], withoutDma: 0 })).toBe('no findings in no file that uses DMA\n');
});

test('the statistics name every function that was not analyzed, and why', () => {
  const text = renderStats(
    { reports: [report], failures: [], withoutDma: 3 },
    { withFunctions: true, milliseconds: 1500 },
  );
  expect(text.split('\n').slice(0, 4)).toEqual([
    'tx.c:4:12: tx: analyzed, 1 path, 12 steps',
    'tx.c:4:12: rx: not understood: a syntax error',
    'tx.c:4:12: irq: out of budget for paths',
    'tx.c:4:12: show: analyzed, leads to no call of the API',
  ]);
  expect(text).toMatch(/^functions analyzed +2$/m);
  expect(text).toMatch(/^ {2}that lead to no call of the API +1$/m);
  expect(text).toMatch(/^functions not understood +1$/m);
  expect(text).toMatch(/^ {2}a syntax error +1$/m);
  expect(text).toMatch(/^functions out of budget +1$/m);
  expect(text).toMatch(/^ {2}for paths +1$/m);
  expect(text).toMatch(/^seconds +1\.5$/m);
});
