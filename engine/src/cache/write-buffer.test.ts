import { expect, test } from 'vitest';
import { boot } from '../machine/boot.js';
import { newWrite, readDram } from '../memory/contents.js';
import { begin, type Transition } from '../ops/transition.js';
import { armv7Noncoh } from '../platforms/armv7-noncoh.js';
import { drain, letOrderedStoresPass, order, pendingIn, post, readPastCaches } from './write-buffer.js';

const base = 0x50000000;

function posted(count: number): Transition {
  const now = begin(boot(armv7Noncoh));
  for (let index = 0; index < count; index += 1) {
    const start = base + index * 64;
    post(now, start, start + 4, newWrite(now.state, { by: 'cpu' }, start, start + 4));
  }
  return now;
}

const arrived = ({ state }: Transition) => readDram(state, base, base + 4096).filter(({ value }) => value.by === 'cpu');

test('the CPU sees its own store before memory has it', () => {
  const now = posted(1);
  expect(readPastCaches(now, base, base + 4)[0]?.value.by).toBe('cpu');
  expect(arrived(now)).toEqual([]);
  expect(drain(now)).toBe(1);
  expect(arrived(now)).toHaveLength(1);
});

test('when it is full, the oldest store leaves', () => {
  const now = posted(17);
  expect(now.state.writeBuffer).toHaveLength(16);
  expect(pendingIn(now, base, base + 4)).toEqual([]);
});

test('stores behind dma_wmb are seen by who is made to look after it, stores behind smp_wmb are not', () => {
  for (const [barrier, count] of [
    ['dma-wmb', 1],
    ['smp-wmb', 0],
  ] as const) {
    const now = posted(1);
    order(now, barrier);
    letOrderedStoresPass(now, base, base + 4);
    expect(arrived(now)).toHaveLength(count);
  }
});

test('a weaker barrier takes nothing back', () => {
  const now = posted(1);
  order(now, 'dma-wmb');
  order(now, 'smp-wmb');
  expect(now.state.writeBuffer[0]?.orderedBy).toBe('dma-wmb');
});
