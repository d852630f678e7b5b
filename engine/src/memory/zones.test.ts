import { expect, test } from 'vitest';
import { platforms } from '../platforms/index.js';
import { layOutRam, reservedMemory } from './zones.js';

test.each(platforms)(
  '$name: zones and areas lie in RAM, behind one another, clear of what the kernel keeps',
  (platform) => {
    const { zones, areas } = layOutRam(platform);
    const { image, end } = reservedMemory(platform);
    const { ramBase, ramBytes } = platform.memory;
    const spans = [...Object.values(zones), ...areas.values()]
      .filter((it) => it.start < it.end)
      .sort((one, other) => one.start - other.start);
    let reached: number = ramBase;
    for (const span of spans) {
      expect(reached).toBeLessThanOrEqual(span.start);
      expect(end <= span.start || span.end <= image).toBe(true);
      reached = span.end;
    }
    expect(reached).toBeLessThanOrEqual(ramBase + ramBytes);
  },
);

test.each(platforms)('$name: what is configured is there', (platform) => {
  const { zones, areas } = layOutRam(platform);
  expect(areas.has('cma')).toBe(platform.cma.kind === 'area');
  expect(areas.has('swiotlb')).toBe(platform.swiotlb.kind === 'pool');
  expect(zones.dma.start < zones.dma.end).toBe(platform.memory.zoneDmaBytes !== 0);
  expect(0 < zones.normal.end - zones.normal.start + zones.dma.end - zones.dma.start).toBe(true);
});
