import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bytes, physAddr } from '../address/spaces.js';
import { boot } from '../machine/boot.js';
import { begin, type Transition } from '../ops/transition.js';
import { x86Coherent } from '../platforms/x86-coherent.js';
import { deviceId } from '../state/ids.js';
import { type Device, plainDevice } from '../state/device.js';
import { releaseSlots, segmentBytes, slotBytes, takeSlots, type TakenSlots } from './swiotlb-slots.js';

const platform = { ...x86Coherent, swiotlb: { kind: 'pool', bytes: bytes(1024 * 1024), force: true } } as const;

function machine(part: Partial<Device> = {}): { readonly now: Transition; readonly device: Device } {
  return { now: begin(boot(platform)), device: { ...plainDevice(platform, deviceId('dev0')), ...part } };
}

const request = (original: number, size: number) => ({ original: physAddr(original), size, alignment: 1 });

test('a copy of less than a page starts at the next slot, one of a page at a page', () => {
  const { now, device } = machine();
  const starts = [100, 100, 4096, 100].map((size) => takeSlots(now, device, request(0x1000, size))?.start ?? 0);
  const [first = 0] = starts;
  expect(starts.map((start) => (start - first) / slotBytes)).toEqual([0, 1, 2, 4]);
});

test('the search goes on behind the last copy and comes round', () => {
  const { now, device } = machine();
  const first = takeSlots(now, device, request(0x1000, segmentBytes));
  if (first === undefined) throw new Error('the pool is empty');
  releaseSlots(now, device.id, first.held);
  expect(takeSlots(now, device, request(0x1000, 100))?.start).toBe(first.start + segmentBytes);
  for (let taken = 0; taken < 2; taken += 1) takeSlots(now, device, request(0x1000, segmentBytes));
  expect(takeSlots(now, device, request(0x1000, segmentBytes))?.start).toBe(first.start);
});

test('no copy is larger than a segment, and a full pool says what is left and who has the rest', () => {
  const { now, device } = machine();
  expect(takeSlots(now, device, request(0x1000, segmentBytes + 1))).toBeUndefined();
  expect(now.events).toEqual([
    {
      id: 'SWIOTLB_FULL',
      device: 'dev0',
      bytes: segmentBytes + 1,
      free: 1024 * 1024,
      largestHole: segmentBytes,
      holders: [],
    },
  ]);
});

test('an aligned copy ends where it is asked to end, and what lies in front of it is held too', () => {
  const { now, device } = machine({ minAlignMask: 0xfff });
  const taken = takeSlots(now, device, { original: physAddr(0x1e10), size: 0x300, alignment: 4096 });
  expect(taken && taken.start % 4096).toBe(0xe10);
  expect(taken && [taken.held.start % 4096, taken.held.length]).toEqual([0, 8192]);
});

test('copies never overlap, never cross a segment, and keep the bits their device cares for', () => {
  const step = fc.record({
    // Address 0 stands for an allocation, which has no bits to keep.
    original: fc.integer({ min: 1, max: 0xffffff }),
    size: fc.integer({ min: 1, max: 40_000 }),
    isRelease: fc.boolean(),
  });
  const mask = fc.constantFrom(0, 0x1ff, 0xfff, 0x3fff);
  fc.assert(
    fc.property(mask, fc.array(step, { maxLength: 80 }), (minAlignMask, steps) => {
      const { now, device } = machine({ minAlignMask });
      const live: TakenSlots[] = [];
      for (const { original, size, isRelease } of steps) {
        const oldest = live[0];
        if (isRelease && oldest !== undefined) {
          releaseSlots(now, device.id, oldest.held);
          live.shift();
          continue;
        }
        const taken = takeSlots(now, device, request(original, size));
        if (taken === undefined) continue;
        const { start, held } = taken;
        expect(start % (minAlignMask + 1)).toBe(original % (minAlignMask + 1));
        expect(held.start <= start && start + size <= held.start + held.length).toBe(true);
        expect(
          live.every((it) => it.held.start + it.held.length <= held.start || held.start + held.length <= it.held.start),
        ).toBe(true);
        live.push(taken);
      }
      const pool = now.state.bounce.swiotlb.get('swiotlb');
      for (const { held } of live) {
        const offset = held.start - (pool?.start ?? 0);
        expect(Math.floor(offset / segmentBytes)).toBe(Math.floor((offset + held.length - 1) / segmentBytes));
        releaseSlots(now, device.id, held);
      }
      expect(now.state.bounce.swiotlb.get('swiotlb')?.taken.size ?? 0).toBe(0);
    }),
    { numRuns: 300 },
  );
});
