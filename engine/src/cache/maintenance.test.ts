import { describe, expect, test } from 'vitest';
import { physAddr } from '../address/spaces.js';
import { boot } from '../machine/boot.js';
import { begin } from '../ops/transition.js';
import { armv7Noncoh } from '../platforms/armv7-noncoh.js';
import type { MaintenanceKind, Platform } from '../platforms/platform.js';
import type { Direction, Owner } from '../state/map-record.js';
import { maintain } from './maintenance.js';

const plain: Platform = { ...armv7Noncoh, outerCache: { kind: 'none' } };
const pl310: Platform = { ...plain, cachelineBytes: 32, outerCache: { kind: 'pl310', lineBytes: 32 } };
const run = { start: physAddr(0x50001010), length: 0x30 };

function ran(platform: Platform, to: Owner, direction: Direction): readonly string[] {
  const now = begin(boot(platform));
  maintain(now, to, direction, run);
  return now.events.map((event) => (event.id === 'CACHE_OP' ? `${event.level} ${event.op}` : event.id));
}

/** To the device, then back; TO_DEVICE, FROM_DEVICE, BIDIRECTIONAL each. */
const rows: Readonly<Record<MaintenanceKind, readonly [readonly string[], readonly string[]]>> = {
  v7: [
    ['clean', 'invalidate', 'clean'],
    ['-', 'invalidate', 'invalidate'],
  ],
  v6: [
    ['clean', 'invalidate', 'clean'],
    ['-', 'invalidate', 'invalidate'],
  ],
  v5: [
    ['clean', 'invalidate', 'flush'],
    ['-', '-', '-'],
  ],
  'v5-write-through': [
    ['drain', 'purge', 'purge'],
    ['-', '-', '-'],
  ],
  'v4-write-through': [
    ['-', '-', '-'],
    ['-', 'purge', 'purge'],
  ],
  v4: [
    ['-', '-', '-'],
    ['-', 'flush-all', 'flush-all'],
  ],
  'xscale-80200': [
    ['clean', 'flush', 'flush'],
    ['-', '-', '-'],
  ],
  arm64: [
    ['clean', 'clean', 'clean'],
    ['-', 'invalidate', 'invalidate'],
  ],
  'pcx-l': [
    ['flush', 'flush', 'flush'],
    ['flush', 'purge', 'flush'],
  ],
  none: [
    ['-', '-', '-'],
    ['-', '-', '-'],
  ],
};

const directions: readonly Direction[] = ['to-device', 'from-device', 'bidirectional'];
const calls = (Object.keys(rows) as MaintenanceKind[]).flatMap((kind) =>
  directions.map((direction, at) => ({ kind, direction, map: rows[kind][0][at], unmap: rows[kind][1][at] })),
);

test.each(calls)('$kind $direction: $map, $unmap', ({ kind, direction, map, unmap }) => {
  const platform = { ...plain, maintenance: kind };
  const asRun = (op: string | undefined) => (op === '-' ? [] : [`L1 ${op}`]);
  expect(ran(platform, 'device', direction)).toEqual(asRun(map));
  expect(ran(platform, 'cpu', direction)).toEqual(asRun(unmap));
});

describe('with an outer cache', () => {
  test.each([
    ['to-device', ['L1 clean', 'L2 clean'], []],
    ['from-device', ['L1 invalidate', 'L2 invalidate'], ['L2 invalidate', 'L1 invalidate']],
    ['bidirectional', ['L1 clean', 'L2 clean'], ['L2 invalidate', 'L1 invalidate']],
  ] as const)('%s: inner first towards the device, outer first towards the CPU', (direction, map, unmap) => {
    expect(ran(pl310, 'device', direction)).toEqual(map);
    expect(ran(pl310, 'cpu', direction)).toEqual(unmap);
  });

  test('it is maintained where the CPU has nothing to do itself', () => {
    expect(ran({ ...pl310, maintenance: 'v5' }, 'cpu', 'from-device')).toEqual(['L2 invalidate']);
  });
});

test('nothing is done to no bytes', () => {
  const now = begin(boot(plain));
  maintain(now, 'device', 'to-device', { ...run, length: 0 });
  expect(now.events).toEqual([]);
});
