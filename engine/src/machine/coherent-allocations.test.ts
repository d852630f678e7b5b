import { expect, test } from 'vitest';
import { bytes } from '../address/spaces.js';
import { boot } from './boot.js';
import { type Frame, play } from './play.js';
import { vmallocUsed } from '../memory/vmalloc.js';
import { resourcesInUse } from './resources.js';
import { armv7Iommu } from '../platforms/armv7-iommu.js';
import { exynos4 } from '../platforms/exynos4.js';
import { deviceId } from '../state/ids.js';
import type { DmaAttr } from '../state/map-record.js';

const dev = deviceId('dev0');
const mib = 1024 * 1024;

function allocate(platform: typeof armv7Iommu, size: number, attrs: readonly DmaAttr[]): Frame {
  const [frame] = play(boot(platform), [{ kind: 'alloc-attrs', device: dev, size: bytes(size), gfp: 'kernel', attrs }]);
  if (frame === undefined) throw new Error('one op, one frame');
  return frame;
}

function allocated({ result }: Frame) {
  if (result.kind !== 'allocated') throw new Error('memory is there');
  return result;
}

// docs/engine.md, N7.
test('an allocation without kernel mapping costs no vmalloc space, any other its size and a guard page', () => {
  const before = vmallocUsed(boot(armv7Iommu));
  expect(vmallocUsed(allocate(armv7Iommu, 8 * mib, ['no-kernel-mapping']).state)).toBe(before);
  expect(vmallocUsed(allocate(armv7Iommu, 8 * mib, []).state)).toBe(before + 8 * mib + 4096);
});

// docs/engine.md, M3.
test('3 MiB are mapped with three sections, and after the free nothing is left of them', () => {
  const frame = allocate(exynos4, 3 * mib, []);
  const { cpuAddress, address, allocation } = allocated(frame);
  const tables = frame.events.flatMap((event) => (event.id === 'TABLE_WRITE' ? event.writes : []));
  const entryBytes = tables.map(({ meaning }) => (meaning.kind === 'leaf' ? meaning.size : 0));
  expect(frame.state.mappings.get(allocation)?.runs.reduce((sum, run) => sum + run.length, 0)).toBe(3 * mib);
  expect(entryBytes).toEqual([mib, mib, mib]);

  const [freed] = play(frame.state, [
    { kind: 'free-attrs', device: dev, size: bytes(3 * mib), cpuAddress, address, attrs: [] },
  ]);
  if (freed === undefined) throw new Error('one op, one frame');
  const { mappings, objects, iovaPages, tableWords, vmallocBytes } = resourcesInUse(freed.state);
  const before = resourcesInUse(boot(exynos4));
  // Only the page that was in use before the first mapping stays.
  expect({ mappings, objects, iovaPages, tableWords }).toEqual({
    mappings: 0,
    objects: 0,
    iovaPages: 1,
    tableWords: 0,
  });
  expect(vmallocBytes).toBe(before.vmallocBytes);
});

test('pages come from highmem first, and a forced contiguous block from the contiguous area', () => {
  const scattered = allocate(armv7Iommu, 64 * 1024, []);
  const contiguous = allocate(armv7Iommu, 64 * 1024, ['force-contiguous']);
  const start = (frame: Frame): number => frame.state.mappings.get(allocated(frame).allocation)?.runs[0]?.start ?? 0;
  const { ramBase, ramBytes, lowmemBytes } = armv7Iommu.memory;
  expect(start(scattered)).toBe(ramBase + lowmemBytes);
  // Linux mm/cma.c (6.12) looks for it in highmem first, from the top.
  expect(start(contiguous)).toBe(ramBase + ramBytes - 16 * mib);
});
