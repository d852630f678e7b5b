import { expect, test } from 'vitest';
import { invariant } from '../data/invariant.js';
import { boot } from '../machine/boot.js';
import type { SleepingCall } from '../ops/event-context.js';
import type { Gfp } from '../ops/op.js';
import { begin } from '../ops/transition.js';
import { findPlatform } from '../platforms/index.js';
import { type Context, processContext } from '../state/context.js';
import { reportSleep } from './sleeping.js';

const atomic: readonly Context[] = [
  { ...processContext, level: 'softirq' },
  { ...processContext, level: 'hardirq' },
  { ...processContext, irqsDisabled: true },
  { ...processContext, locksHeld: 1 },
];

function eventsOf(context: Context, call: SleepingCall, gfp: Gfp): readonly unknown[] {
  const platform = findPlatform('armv7-noncoh');
  invariant(platform !== undefined, 'the preset exists');
  const now = begin({ ...boot(platform), context });
  reportSleep(now, call, gfp);
  return now.events;
}

const always = ['pool-create', 'pool-destroy', 'vmap', 'dma-buf'] as const;
const blocking = ['alloc', 'pool-alloc'] as const;
const kernel = ['map', 'unmap'] as const;

test.each([...always, ...blocking, ...kernel])('%s is fine in process context', (call) => {
  expect(eventsOf(processContext, call, 'kernel')).toEqual([]);
});

test.each(always)('%s may never be called where sleeping is not allowed', (call) => {
  for (const context of atomic) {
    for (const gfp of ['kernel', 'atomic'] as const) {
      expect(eventsOf(context, call, gfp)).toEqual([{ id: 'SLEEP_IN_ATOMIC', call, isQuirk: false }]);
    }
  }
});

test.each(blocking)('%s sleeps unless it is told not to', (call) => {
  for (const context of atomic) {
    expect(eventsOf(context, call, 'kernel')).toEqual([{ id: 'SLEEP_IN_ATOMIC', call, isQuirk: false }]);
    expect(eventsOf(context, call, 'atomic')).toEqual([]);
  }
});

test.each(kernel)('%s is the kernel’s own mistake', (call) => {
  for (const context of atomic) {
    expect(eventsOf(context, call, 'kernel')).toEqual([{ id: 'SLEEP_IN_ATOMIC', call, isQuirk: true }]);
  }
});
