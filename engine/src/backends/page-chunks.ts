// Pages for memory that an IOMMU makes contiguous: in the largest chunks there are, wherever they are.

import { pageBytes } from '../address/align.js';
import { returnFrames, takeFrames } from '../memory/frames.js';
import type { Transition } from '../ops/transition.js';
import type { PhysRun } from '../state/memory-object.js';

/**
 * `pages` pages, highmem first, in chunks of 2^order pages; an order that fails once is not tried again.
 * `orders` descends to the least that is possible. Adjacent chunks count as one run.
 */
export function takeChunks(
  now: Transition,
  pages: number,
  orders: readonly number[],
  clear: (run: PhysRun) => void,
): readonly PhysRun[] | undefined {
  const runs: PhysRun[] = [];
  let left = pages;
  let index = 0;
  while (0 < left) {
    const order = orders[index];
    if (order === undefined) {
      returnRuns(now, runs);
      return undefined;
    }
    const count = 2 ** order;
    const start = left < count ? undefined : (takeFrames(now, 'highmem', count) ?? takeFrames(now, 'normal', count));
    if (start === undefined) {
      index += 1;
      continue;
    }
    const run = { start, length: count * pageBytes };
    clear(run);
    append(runs, run);
    left -= count;
  }
  return runs;
}

export function returnRuns(now: Transition, runs: readonly PhysRun[]): void {
  for (const { start, length } of runs) returnFrames(now, start, length / pageBytes);
}

function append(runs: PhysRun[], run: PhysRun): void {
  const last = runs.at(-1);
  if (last !== undefined && last.start + last.length === run.start) {
    runs[runs.length - 1] = { start: last.start, length: last.length + run.length };
  } else {
    runs.push(run);
  }
}
