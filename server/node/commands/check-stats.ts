import type { Level } from '../../analysis/findings/finding.js';
import type { ReportedFunction } from '../../analysis/present/report.js';
import type { CheckRun } from './check-run.js';
import { renderTable } from './table.js';

/** One line: what a reader wants to know after the findings. */
export function renderSummary({ reports, failures, withoutDma }: CheckRun): string {
  const findings = reports.flatMap((it) => it.findings);
  const count = (level: Level): number => findings.filter((it) => it.level === level).length;
  const parts = [
    ...countOf(count('error'), 'error', 'errors'),
    ...countOf(count('warning'), 'warning', 'warnings'),
    ...countOf(count('info') + reports.flatMap((it) => it.notices).length, 'info', 'infos'),
  ];
  const files = countOf(reports.length, 'file that uses DMA', 'files that use DMA').join('');
  const suppressed = reports.flatMap((it) => it.suppressed).length;
  return (
    [
      `${parts.length === 0 ? 'no findings' : parts.join(', ')} in ${files === '' ? 'no file that uses DMA' : files}`,
      ...(withoutDma === 0 ? [] : [`${withoutDma} without DMA`]),
      ...(suppressed === 0 ? [] : [`${suppressed} suppressed`]),
      ...(failures.length === 0 ? [] : countOf(failures.length, 'problem', 'problems')),
    ].join('; ') + '\n'
  );
}

const countOf = (count: number, one: string, many: string): readonly string[] =>
  count === 0 ? [] : [`${count} ${count === 1 ? one : many}`];

export interface StatsOptions {
  readonly withFunctions: boolean;
  readonly milliseconds: number;
}

/** How much was looked at, and what was not: silence must mean "looked and found nothing". */
export function renderStats({ reports, failures, withoutDma }: CheckRun, options: StatsOptions): string {
  const functions = reports.flatMap((report) => report.functions.map((it) => ({ path: report.path, it })));
  const analyzed = functions.flatMap(({ it }) => (it.status.kind === 'analyzed' ? [it.status] : []));
  const unread = functions.flatMap(({ it }) => (it.status.kind === 'not-lowered' ? [it.status.why] : []));
  const unfinished = functions.flatMap(({ it }) => (it.status.kind === 'out-of-budget' ? [it.status.budget] : []));
  const totals = renderTable([
    ['files that use DMA', String(reports.length)],
    ['files without DMA', String(withoutDma)],
    ['problems', String(failures.length)],
    ['functions analyzed', String(analyzed.length)],
    ['  that lead to no call of the API', String(analyzed.filter(isWithoutCall).length)],
    ['functions not understood', String(unread.length)],
    ...countsOf(unread).map(([why, count]) => [`  ${why}`, String(count)]),
    ['functions out of budget', String(unfinished.length)],
    ...countsOf(unfinished).map(([limit, count]) => [`  for ${limit}`, String(count)]),
    ['paths', String(sum(analyzed.map((it) => it.paths)))],
    ['steps', String(sum(analyzed.map((it) => it.steps)))],
    ['seconds', (options.milliseconds / 1000).toFixed(1)],
  ]);
  const lines = functions.map(({ path, it }) => `${path}:${it.line}:${it.column}: ${it.name}: ${inWords(it.status)}\n`);
  return options.withFunctions ? lines.join('') + totals : totals;
}

/** Looked at and not walked: nothing can happen to a mapping on any of its paths. A walk takes one step at least. */
const isWithoutCall = ({ steps }: { readonly steps: number }): boolean => steps === 0;

/** How often each occurs, the most frequent first. */
function countsOf(values: readonly string[]): readonly (readonly [string, number])[] {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].toSorted(([left, many], [right, more]) => more - many || (left < right ? -1 : 1));
}

function inWords(status: ReportedFunction['status']): string {
  switch (status.kind) {
    case 'analyzed':
      if (isWithoutCall(status)) return 'analyzed, leads to no call of the API';
      return `analyzed, ${countOf(status.paths, 'path', 'paths').join('') || 'no path'}, ${status.steps} steps`;
    case 'not-lowered':
      return `not understood: ${status.why}`;
    case 'out-of-budget':
      return `out of budget for ${status.budget}`;
    default:
      return status satisfies never;
  }
}

const sum = (numbers: readonly number[]): number => numbers.reduce((left, right) => left + right, 0);
