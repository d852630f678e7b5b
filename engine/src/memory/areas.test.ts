import { expect, test } from 'vitest';
import { physAddr } from '../address/spaces.js';
import { boot } from '../machine/boot.js';
import { begin } from '../ops/transition.js';
import { armv7Noncoh } from '../platforms/armv7-noncoh.js';
import { areaAt, returnToArea, roomBetween, setAside, takeFromArea } from './areas.js';

const mib = 1024 * 1024;

test('an area hands out the first fit at a multiple of what is asked', () => {
  const now = begin(boot(armv7Noncoh));
  setAside(now, 'own', mib, 'normal');
  const start = now.state.areas.get('own')?.start ?? physAddr(0);
  const take = (pages: number, alignment = 1) => takeFromArea(now, 'own', pages * 4096, alignment * 4096);
  expect([take(3), take(2, 2), take(1), take(256)]).toEqual([start, start + 0x4000, start + 0x3000, undefined]);
  returnToArea(now, 'own', start, 0x3000);
  expect(take(3)).toBe(start);
});

test('an area is cut from the end of a zone that never handed it out', () => {
  const now = begin(boot(armv7Noncoh));
  const { end } = now.state.zones.normal;
  setAside(now, 'own', mib, 'normal');
  expect(now.state.zones.normal.end).toBe(end - mib);
  expect(areaAt(now.state, physAddr(end - 1))).toBe('own');
  setAside(now, 'too large', 2 ** 40, 'normal');
  expect(now.state.areas.has('too large')).toBe(false);
});

test('what is left is counted hole by hole', () => {
  const now = begin(boot(armv7Noncoh));
  setAside(now, 'own', mib, 'normal');
  takeFromArea(now, 'own', 0x1000, 0x1000);
  takeFromArea(now, 'own', 0x10000, 0x10000);
  const area = now.state.areas.get('own');
  expect(area && roomBetween(area.taken, area.start, area.end)).toEqual({
    free: mib - 0x11000,
    largestHole: mib - 0x20000,
  });
});
