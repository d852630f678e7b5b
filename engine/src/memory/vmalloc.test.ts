import { expect, test } from 'vitest';
import { pageBytes } from '../address/align.js';
import { type KernelVa, physAddr } from '../address/spaces.js';
import { boot } from '../machine/boot.js';
import { begin, type Transition } from '../ops/transition.js';
import { x86Coherent } from '../platforms/x86-coherent.js';
import { vmallocUsed, vmap, vunmap } from './vmalloc.js';

const { vmallocStart, vmallocEnd } = x86Coherent.memory;

/** Maps `pages` pages of memory nobody looks at; offsets count in pages from the start of the space. */
function mapPages(now: Transition, pages: number): number | undefined {
  const va = vmap(now, [{ start: physAddr(0x50000000), length: pages * pageBytes }], 'write-alloc');
  return va === undefined ? undefined : (va - vmallocStart) / pageBytes;
}

function unmapPages(now: Transition, offset: number, pages: number): void {
  vunmap(now, (vmallocStart + offset * pageBytes) as KernelVa, pages * pageBytes);
}

test('areas go to the lowest address where they and a guard page fit', () => {
  const now = begin(boot(x86Coherent));
  expect([mapPages(now, 1), mapPages(now, 2), mapPages(now, 1)]).toEqual([0, 2, 5]);
  unmapPages(now, 2, 2);
  expect([mapPages(now, 3), mapPages(now, 1), mapPages(now, 1)]).toEqual([7, 2, 11]);
  unmapPages(now, 0, 1);
  expect(mapPages(now, 1)).toBe(0);
});

test('what is used counts guard pages, and nothing is left when all are gone', () => {
  const now = begin(boot(x86Coherent));
  mapPages(now, 1);
  mapPages(now, 3);
  expect(vmallocUsed(now.state)).toBe(6 * pageBytes);
  unmapPages(now, 0, 1);
  unmapPages(now, 2, 3);
  expect(vmallocUsed(now.state)).toBe(0);
  expect([...now.state.vmallocFree]).toEqual([[vmallocStart, vmallocEnd]]);
});

test('a full space answers nothing', () => {
  const now = begin(
    boot({ ...x86Coherent, memory: { ...x86Coherent.memory, vmallocEnd: (vmallocStart + 8 * pageBytes) as KernelVa } }),
  );
  expect([mapPages(now, 8), mapPages(now, 7), mapPages(now, 1)]).toEqual([undefined, 0, undefined]);
});
