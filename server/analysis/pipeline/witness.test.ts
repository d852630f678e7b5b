import { expect, test } from 'vitest';
import type { Trace, TraceStep } from '../exec/path.js';
import type { UnitText } from '../module/unit-text.js';
import { witness } from './witness.js';

const source = 'busy full last gone';
const text = { slice: ({ start, end }: { start: number; end: number }) => source.slice(start, end) } as UnitText;

const branch = (word: string): TraceStep => {
  const start = source.indexOf(word);
  return { kind: 'branch', at: { start, end: start + word.length }, holds: true, depth: 0, choice: undefined };
};
const enter: TraceStep = { kind: 'enter', at: { start: 0, end: 1 }, functionName: 'helper', depth: 1 };
const leave = (gives: boolean): TraceStep => ({ kind: 'leave', at: { start: 0, end: 1 }, depth: 1, gives });

function messages(...steps: readonly TraceStep[]): readonly string[] {
  let trace: Trace | undefined;
  for (const step of steps) trace = { step, before: trace, length: (trace?.length ?? 0) + 1 };
  return witness(text, { at: { start: 50, end: 51 } }, trace, undefined).map(({ message }) => message);
}

test('what a helper decided that gave nothing back is no step', () => {
  expect(messages(branch('busy'), enter, branch('full'), leave(false), branch('gone'))).toEqual([
    '`busy` is true',
    '`gone` is true',
  ]);
});

test('what its caller looks at was decided by it', () => {
  expect(messages(enter, branch('full'), leave(true))).toEqual(['`full` is true']);
});

test('where the finding is, every condition counts', () => {
  expect(messages(enter, branch('full'), enter, branch('last'), leave(false), branch('gone'))).toEqual([
    '`full` is true',
    '`gone` is true',
  ]);
});
