import { describe, expect, test } from 'vitest';
import { bytes, dmaAddr, physAddr } from '../address/spaces.js';
import { invariant } from '../data/invariant.js';
import { boot } from '../machine/boot.js';
import { begin, type Transition } from '../ops/transition.js';
import { findPlatform } from '../platforms/index.js';
import type { Profile } from '../platforms/profile.js';
import type { DebugEntry } from '../state/debug-entry.js';
import { type Device, plainDevice } from '../state/device.js';
import { deviceId, mapId } from '../state/ids.js';
import { claimLine, releaseLine } from './active-lines.js';
import { addDebugEntry, findContaining, findExact, removeDebugEntry } from './debug-entries.js';

const kib = 1024;

function machine(profile: Profile = 'k612'): { now: Transition; device: Device } {
  const platform = findPlatform('armv7-noncoh');
  invariant(platform !== undefined, 'the preset exists');
  const now = begin(boot({ ...platform, profile }));
  return { now, device: plainDevice(now.state.platform, deviceId('dev0')) };
}

function entryAt(address: number, size: number, more: Partial<DebugEntry> = {}): DebugEntry {
  return {
    device: deviceId('dev0'),
    address: dmaAddr(address),
    size: bytes(size),
    type: 'single',
    direction: 'from-device',
    paddr: physAddr(address),
    sgCallEnts: 0,
    sgMappedEnts: 0,
    mapError: 'not-checked',
    of: mapId(address),
    ...more,
  };
}

describe('a release', () => {
  test('means the perfect fit among several, the only one among one, and none among several that differ', () => {
    const { now } = machine();
    const [small, large] = [entryAt(0x1000, 64), entryAt(0x1000, 256)];
    addDebugEntry(now, small);
    expect(findExact(now.state, entryAt(0x1000, 1))).toEqual({ kind: 'entry', entry: small });
    addDebugEntry(now, large);
    expect(findExact(now.state, large)).toEqual({ kind: 'entry', entry: large });
    expect(findExact(now.state, entryAt(0x1000, 1))).toEqual({ kind: 'none', ambiguous: [small, large] });
    removeDebugEntry(now, large);
    expect(findExact(now.state, large)).toEqual({ kind: 'entry', entry: small });
  });

  test('means no other device', () => {
    const { now } = machine();
    addDebugEntry(now, entryAt(0x1000, 64));
    expect(findExact(now.state, entryAt(0x1000, 64, { device: deviceId('dev1') })).kind).toBe('none');
  });
});

describe('a sync', () => {
  test('finds its mapping in a bucket far below', () => {
    const { now, device } = machine();
    const large = entryAt(0x40000000, 1024 * kib);
    addDebugEntry(now, large);
    const ref = entryAt(0x40000000 + 1000 * kib, 64);
    expect(findContaining(now.state, device, ref)).toEqual({ kind: 'entry', entry: large });
  });

  test('looks no further than the longest segment on older kernels', () => {
    const { now, device } = machine('k310');
    addDebugEntry(now, entryAt(0x40000000, 1024 * kib));
    expect(findContaining(now.state, device, entryAt(0x40000000 + 60 * kib, 64)).kind).toBe('entry');
    expect(findContaining(now.state, device, entryAt(0x40000000 + 1000 * kib, 64)).kind).toBe('none');
  });

  test('goes on around the end of the table', () => {
    const { now, device } = machine();
    // The table has 16384 buckets of 8 KiB each: addresses 128 MiB apart share one.
    const across = entryAt(0x08000000 - 8 * kib, 16 * kib);
    addDebugEntry(now, across);
    const ref = entryAt(0x08000000, 64);
    expect(findContaining(now.state, device, ref)).toEqual({ kind: 'entry', entry: across });
  });

  test('goes on below where several mappings contain it and none fits', () => {
    const { now, device } = machine();
    const wide = entryAt(0x1000, 32 * kib);
    for (const size of [64, 128]) addDebugEntry(now, entryAt(0x4000, size));
    addDebugEntry(now, wide);
    expect(findContaining(now.state, device, entryAt(0x4000, 32))).toEqual({ kind: 'entry', entry: wide });
  });
});

describe('cache lines', () => {
  test('are counted up to seven beyond the first entry, and taken out with the last', () => {
    const { now } = machine();
    const entry = entryAt(0x40000010, 64);
    const claims = Array.from({ length: 10 }, () => claimLine(now, entry));
    expect(claims).toEqual(['free', ...Array.from({ length: 7 }, () => 'taken'), 'overflow', 'taken']);
    // Ten went in, and the counter saw eight of them.
    for (let released = 0; released < 8; released += 1) releaseLine(now, entry);
    expect(now.state.debug.activeLines.size).toBe(0);
  });

  test('are told apart by the line the entry starts in', () => {
    const { now } = machine();
    expect(claimLine(now, entryAt(0x40000000, 64))).toBe('free');
    expect(claimLine(now, entryAt(0x40000040, 64))).toBe('free');
    expect(claimLine(now, entryAt(0x4000003f, 64))).toBe('taken');
  });

  test('do not matter to what a device only reads, nor to older kernels', () => {
    const { now } = machine();
    const read = entryAt(0x40000000, 64, { direction: 'to-device' });
    expect([claimLine(now, read), claimLine(now, read)]).toEqual(['free', 'free']);
    const older = machine('k310').now;
    expect([claimLine(older, entryAt(0, 64)), claimLine(older, entryAt(0, 64))]).toEqual(['free', 'free']);
  });
});
