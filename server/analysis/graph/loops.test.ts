import { expect, test } from 'vitest';
import { voidType } from '../index/c-type.js';
import type { FinishedBlock } from './graph-builder.js';
import type { BlockId, Instr, LocalId, Terminator } from './instr.js';
import { findLoops } from './loops.js';

const at = { start: 0, end: 0 };
const to = (id: number): Terminator => ({ kind: 'jump', to: id as BlockId, at, how: 'fallthrough' });
const leave: Terminator = { kind: 'return', value: undefined, at };
const fork = (then: number, otherwise: number): Terminator => ({
  kind: 'branch',
  condition: { kind: 'any', why: 'a test' },
  then: then as BlockId,
  otherwise: otherwise as BlockId,
  at,
});
const write = (local: number): Instr => ({
  kind: 'assign',
  target: local as LocalId,
  value: { kind: 'operand', operand: { kind: 'number', value: 1 } },
  at,
});

function graph(...blocks: readonly (readonly [Terminator, ...Instr[]])[]): readonly FinishedBlock[] {
  return blocks.map(([end, ...instrs], id) => ({ id: id as BlockId, instrs, end, loopAt: undefined }));
}

const loopsOf = (blocks: readonly FinishedBlock[]) =>
  findLoops(blocks).flatMap(({ id, loop }) =>
    loop === undefined ? [] : [{ id, body: loop.body, writes: loop.writes }],
  );

test('a graph without a way back has no loop', () => {
  expect(loopsOf(graph([fork(1, 2)], [to(2)], [leave]))).toEqual([]);
});

test('a loop has its body and what it writes', () => {
  const blocks = graph([to(1), write(0)], [fork(2, 3)], [to(1), write(1)], [leave, write(2)]);
  expect(loopsOf(blocks)).toEqual([{ id: 1, body: [1, 2], writes: [1] }]);
});

test('the outer loop contains the inner one', () => {
  const blocks = graph([to(1)], [fork(2, 5)], [fork(3, 4)], [to(2), write(7)], [to(1)], [leave]);
  expect(loopsOf(blocks)).toEqual([
    { id: 1, body: [1, 2, 3, 4], writes: [7] },
    { id: 2, body: [2, 3], writes: [7] },
  ]);
});

test('two ways back to one header are one loop', () => {
  const blocks = graph([to(1)], [fork(2, 3)], [to(1), write(1)], [fork(1, 4), write(2)], [leave]);
  expect(loopsOf(blocks)).toEqual([{ id: 1, body: [1, 2, 3], writes: [1, 2] }]);
});

test('a loop that is entered in the middle has a header where it is entered first', () => {
  const blocks = graph([to(2)], [to(2), write(1)], [fork(1, 3), write(2)], [leave]);
  expect(loopsOf(blocks)).toEqual([{ id: 2, body: [1, 2], writes: [1, 2] }]);
});

test('the jump that closes a loop says so', () => {
  const [, , closing] = findLoops(graph([to(1)], [fork(2, 3)], [to(1)], [leave]));
  expect(closing?.end).toMatchObject({ kind: 'jump', how: 'loop' });
});

test('stores to a local in memory count as writing it', () => {
  const place = { root: { kind: 'stack', local: 9 as LocalId }, steps: [], type: voidType } as const;
  const store: Instr = { kind: 'store', place, value: { kind: 'number', value: 0 }, at };
  expect(loopsOf(graph([to(1)], [fork(1, 2), store], [leave]))[0]?.writes).toEqual([9]);
});
