import { expect, test } from 'vitest';
import { kernelVa, physAddr } from '../address/spaces.js';
import { storeRun } from '../cpu/store.js';
import { readDram } from '../memory/contents.js';
import { physToKernel } from '../memory/linear-map.js';
import { boot } from '../machine/boot.js';
import { begin, type Transition } from '../ops/transition.js';
import { armv7Noncoh } from '../platforms/armv7-noncoh.js';
import { cacheLevels, inner } from './lookup.js';
import { clean, flush, flushInner, invalidate, purge } from './operations.js';

const l1 = inner(0);
const start = 0x50001000;
const line = 64;

/** A machine whose CPU stored to 4 lines. */
function dirtied(): Transition {
  const now = begin(boot(armv7Noncoh));
  const pa = physAddr(start);
  const va = kernelVa(physToKernel(armv7Noncoh, pa));
  storeRun(now, { va, start: pa, length: 4 * line, type: 'write-alloc' });
  return now;
}

const run = (from: number, to: number) => ({ start: physAddr(start + from), length: to - from });
const held = ({ state }: Transition) =>
  cacheLevels(state).flatMap(({ copies }) => copies.slices(start, start + 4 * line));
const spans = (slices: readonly { readonly start: number; readonly end: number }[]) =>
  slices.map((slice) => [slice.start - start, slice.end - start]);
/** What reached memory. */
const written = ({ state }: Transition) =>
  spans(readDram(state, start, start + 4 * line).filter(({ value }) => value.by === 'cpu'));

test('clean writes whole lines back and keeps them', () => {
  const now = dirtied();
  expect(clean(now, l1, run(70, 80))).toBe(1);
  expect(written(now)).toEqual([[64, 128]]);
  expect(spans(held(now))).toEqual([[0, 256]]);
  expect(clean(now, l1, run(70, 80))).toBe(0);
});

test('flush drops them', () => {
  const now = dirtied();
  expect(flush(now, l1, run(64, 128))).toBe(1);
  expect(written(now)).toEqual([[64, 128]]);
  expect(spans(held(now))).toEqual([
    [0, 64],
    [128, 256],
  ]);
});

test.each([
  ['aligned', 64, 192, []],
  ['unaligned start', 70, 192, [[64, 128]]],
  ['unaligned end', 64, 130, [[128, 192]]],
  [
    'both',
    70,
    250,
    [
      [64, 128],
      [192, 256],
    ],
  ],
  ['within one line', 70, 80, [[64, 128]]],
] as const)('invalidate writes back the lines it covers partly: %s', (_name, from, to, edges) => {
  const now = dirtied();
  expect(invalidate(now, l1, run(from, to))).toBe(edges.length);
  expect(written(now)).toEqual(edges);
  expect(held(now).every((slice) => slice.end <= start + from || start + to <= slice.start)).toBe(true);
});

test('purge writes nothing back', () => {
  const now = dirtied();
  purge(now, l1, run(70, 80));
  expect(written(now)).toEqual([]);
  expect(spans(held(now))).toEqual([
    [0, 64],
    [128, 256],
  ]);
  expect(spans([...now.state.discarded])).toEqual([[64, 128]]);
});

test('a whole flush writes everything back and leaves an empty map', () => {
  const now = dirtied();
  expect(flushInner(now)).toBe(4);
  expect(written(now)).toEqual([[0, 256]]);
  expect(now.state.l1.size).toBe(0);
});
