import { expect, test } from 'vitest';
import { iova } from '../address/spaces.js';
import { emptyFlushQueue, flushQueue, type FlushQueue, queueIova, queueKinds } from './flush-queue.js';

const page = (index: number) => ({ iova: iova(index * 4096), bytes: 4096 });

/** Queues `count` pages at time 0 and answers what each flush freed. */
function fill(queue: FlushQueue, count: number) {
  let current = queue;
  const flushes: number[] = [];
  for (let index = 0; index < count; index += 1) {
    const queued = queueIova(current, page(index), 0);
    current = queued.queue;
    if (0 < queued.freed.length) flushes.push(queued.freed.length);
  }
  return { queue: current, flushes };
}

test('an address waits until the timer fires, first in first out', () => {
  const { queue } = fill(emptyFlushQueue('per-cpu'), 3);
  const flushed = flushQueue(queue);
  expect(flushed.freed).toEqual([page(0), page(1), page(2)]);
  expect(flushed.queue).toEqual(emptyFlushQueue('per-cpu'));
});

test('the timer runs from the first entry on, and is not moved by later ones', () => {
  const first = queueIova(emptyFlushQueue('per-cpu'), page(1), 100).queue;
  expect(first.dueAt).toBe(110);
  expect(queueIova(first, page(2), 105).queue.dueAt).toBe(110);
  expect(queueIova(emptyFlushQueue('single'), page(1), 100).queue.dueAt).toBe(1100);
});

test('a ring of 256 holds 255: the next one flushes them and waits alone', () => {
  const full = fill(emptyFlushQueue('per-cpu'), queueKinds['per-cpu'].slots - 1);
  expect([full.flushes, full.queue.waiting.size]).toEqual([[], 255]);
  const { freed, queue } = queueIova(full.queue, page(999), 0);
  expect([freed.length, queue.waiting.size]).toEqual([255, 1]);
  expect(fill(emptyFlushQueue('single'), 32768).flushes).toEqual([32767]);
});

test('a flush of a full queue leaves the timer running', () => {
  const { queue } = fill(emptyFlushQueue('per-cpu'), 255);
  expect(queueIova(queue, page(1), 7).queue.dueAt).toBe(10);
});
