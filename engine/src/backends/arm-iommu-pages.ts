// How ARM's operations find the pages of an allocation again: as an array of page pointers, remembered by the
// vmalloc area or handed to the driver as the allocation's address.
// Source: arch/arm/mm/dma-mapping.c (6.12), __iommu_get_pages, arm_iommu_mmap_attrs.

import { pageBytes, pageCount } from '../address/align.js';
import { bytes, type KernelVa } from '../address/spaces.js';
import { returnFrames, takeFrames } from '../memory/frames.js';
import { kernelToPhys, physToKernel } from '../memory/linear-map.js';
import { dmaMemoryType } from '../memory/memory-types.js';
import { addObject, objectAt, removeObject } from '../memory/objects.js';
import { kmallocClass, returnSlabObject, takeSlabObject } from '../memory/slab.js';
import type { MmapAttrs } from '../ops/op.js';
import { raise, type Transition } from '../ops/transition.js';
import { hasQuirk } from '../platforms/platform.js';
import type { Device } from '../state/device.js';
import type { CoherentAllocation, DmaAttr } from '../state/map-record.js';
import type { PhysRun } from '../state/memory-object.js';
import { type MmapPages, sliceRuns, totalLength } from './backend.js';

const pointerBytes = 4;

/** The array that stands for an allocation without kernel mapping. */
export function allocPageList(now: Transition, pages: number): KernelVa | undefined {
  const size = pages * pointerBytes;
  const { platform } = now.state;
  const classBytes = kmallocClass(size, platform.dmaMinAlignBytes);
  const start = classBytes === undefined ? takeFrames(now, 'normal', pageCount(size)) : takeSlabObject(now, classBytes);
  if (start === undefined) return undefined;
  const va = physToKernel(platform, start);
  const runs = [{ start, length: size }];
  addObject(now, { name: 'page list', region: 'page-list', size: bytes(size), va, runs });
  return va;
}

export function freePageList(now: Transition, va: KernelVa): void {
  const { platform } = now.state;
  const start = kernelToPhys(platform, va);
  const list = objectAt(now.state, start);
  if (list?.region !== 'page-list') return;
  removeObject(now, list);
  const classBytes = kmallocClass(list.size, platform.dmaMinAlignBytes);
  if (classBytes === undefined) returnFrames(now, start, pageCount(list.size));
  else returnSlabObject(now, classBytes, start);
}

/** What a look-up of the allocation's address finds: its pages, or nothing. */
export function pageArrayOf(
  now: Transition,
  { isCookie, allocator, runs }: CoherentAllocation,
  attrs: readonly DmaAttr[],
): readonly PhysRun[] | undefined {
  const isArray = attrs.includes('no-kernel-mapping');
  // A linear address belongs to no vmalloc area (quirk Q8); of pool memory the page descriptor is taken for a list (Q7).
  const quirk = allocator === 'linear' ? 'Q8' : allocator === 'pool' ? 'Q7' : undefined;
  if (quirk !== undefined) {
    if (!hasQuirk(now.state.platform, quirk)) return runs;
    raise(now, { id: 'QUIRK', quirk });
  }
  if (quirk === undefined && isCookie === isArray) return runs;
  // Whatever the address points to is read as page pointers.
  const isMemoryRead = quirk === 'Q7' || (isArray && !isCookie);
  if (isMemoryRead) raise(now, { id: 'KERNEL_BUG', site: 'memory taken for a list of pages' });
  return undefined;
}

/** `vm_map_pages`: user space sees struct pages, and keeps them alive. */
export function mmapPageArray(
  now: Transition,
  device: Device,
  op: MmapAttrs,
  allocation: CoherentAllocation,
): MmapPages | undefined {
  const pages = pageArrayOf(now, allocation, op.attrs);
  if (pages === undefined) return undefined;
  const runs = sliceRuns(pages, op.pageOffset * pageBytes, op.pages * pageBytes);
  if (totalLength(runs) !== op.pages * pageBytes) return undefined;
  const type = device.snoops ? 'write-alloc' : dmaMemoryType(now.state.platform, op.attrs);
  return { runs, type, insertion: 'page' };
}
