// Coherent memory behind an IOMMU: scattered pages, contiguous for the device. Only coherent devices and
// callers that may not sleep get one piece. Source: arch/arm/mm/dma-mapping.c (6.12), arm_iommu_alloc_attrs.

import { alignUp, pageBytes, pageCount } from '../address/align.js';
import { iovaToDma, type DmaAddr, type KernelVa } from '../address/spaces.js';
import { physToKernel } from '../memory/linear-map.js';
import { dmaMemoryType } from '../memory/memory-types.js';
import { vunmap } from '../memory/vmalloc.js';
import { raise, type Transition } from '../ops/transition.js';
import { hasQuirk } from '../platforms/platform.js';
import type { Device } from '../state/device.js';
import type { CoherentAllocation, DmaAttr } from '../state/map-record.js';
import type { PhysRun } from '../state/memory-object.js';
import { allocFromPool, remap, returnLinear, takeBuffer } from './arm-memory.js';
import { allocPageList, freePageList } from './arm-iommu-pages.js';
import { type AllocRequest, type BackendAllocation, totalLength } from './backend.js';
import { clearPages, reportCmaExhausted, takeFromCma } from './direct-pages.js';
import { enterRuns, leave } from './iommu-map.js';
import { armProtection } from './iommu-protection.js';
import { returnRuns, takeChunks } from './page-chunks.js';

/** `iommu_order_array`: chunks are tried from 2 MiB down. */
const chunkOrders = [9, 8, 4, 0] as const;

export function allocPageArray(now: Transition, device: Device, request: AllocRequest): BackendAllocation | undefined {
  const { attrs, size } = request;
  const runs = takePages(now, device, request);
  if (runs === undefined) return undefined;
  const address = mapRuns(now, device, runs, attrs);
  if (address === undefined) {
    returnRuns(now, runs);
    return undefined;
  }
  const type = dmaMemoryType(now.state.platform, attrs);
  const isCookie = attrs.includes('no-kernel-mapping');
  const cpuAddress = isCookie ? allocPageList(now, pageCount(size)) : remap(now, device, runs, type);
  if (cpuAddress === undefined) {
    leave(now, device, address, totalLength(runs));
    returnRuns(now, runs);
    return undefined;
  }
  return { address, cpuAddress, isCookie, runs, memoryType: type, allocator: isCookie ? 'pages' : 'remap' };
}

function takePages(now: Transition, device: Device, { attrs, size }: AllocRequest): readonly PhysRun[] | undefined {
  if (!attrs.includes('force-contiguous')) {
    const orders = attrs.includes('alloc-single-pages') ? [0] : chunkOrders;
    return takeChunks(now, pageCount(size), orders, (run) => clearPages(now, run));
  }
  const length = alignUp(size, pageBytes);
  const start = takeFromCma(now, device, length);
  if (start === undefined) {
    reportCmaExhausted(now, device, length);
    return undefined;
  }
  clearPages(now, { start, length });
  return [{ start, length }];
}

function mapRuns(
  now: Transition,
  device: Device,
  runs: readonly PhysRun[],
  attrs: readonly DmaAttr[],
): DmaAddr | undefined {
  const iova = enterRuns(now, device, runs, armProtection(now.state.platform, { direction: 'bidirectional', attrs }));
  return iova === undefined ? undefined : iovaToDma(iova);
}

/** `__iommu_alloc_simple`, which ignores the attributes that are about kernel mappings. */
export function allocInOnePiece(now: Transition, device: Device, request: AllocRequest): BackendAllocation | undefined {
  const memory = device.snoops ? allocLinear(now, device, request) : allocPooled(now, device, request);
  if (memory === undefined) return undefined;
  // The code below takes a list of page pointers and is given the address of one (quirk Q7): what follows
  // it on the stack would be the second page. Here it is the page that follows in memory.
  if (pageBytes < totalLength(memory.runs) && hasQuirk(now.state.platform, 'Q7'))
    raise(now, { id: 'QUIRK', quirk: 'Q7' });
  const address = mapRuns(now, device, memory.runs, request.attrs);
  if (address !== undefined) return { ...memory, address };
  returnRuns(now, memory.runs);
  return undefined;
}

function allocPooled(now: Transition, device: Device, request: AllocRequest): BackendAllocation | undefined {
  return allocFromPool(now, device, request, dmaMemoryType(now.state.platform, request.attrs));
}

function allocLinear(now: Transition, device: Device, { size }: AllocRequest): BackendAllocation | undefined {
  const run = takeBuffer(now, device, size);
  if (run === undefined) return undefined;
  const cpuAddress: KernelVa = physToKernel(now.state.platform, run.start);
  const address = run.start as number as DmaAddr;
  return { address, cpuAddress, isCookie: false, runs: [run], memoryType: 'write-alloc', allocator: 'linear' };
}

/** The kernel mapping goes first, then the translation, then the pages. */
export function freeBehindIommu(
  now: Transition,
  device: Device,
  allocation: CoherentAllocation,
  attrs: readonly DmaAttr[],
): boolean {
  const { allocator, isCookie, cpuAddress, address, runs } = allocation;
  const isInOnePiece = allocator === 'linear' || allocator === 'pool';
  if (!isInOnePiece && isCookie !== attrs.includes('no-kernel-mapping')) {
    raise(
      now,
      isCookie
        ? { id: 'KERNEL_WARN', site: 'free of an invalid coherent area' }
        : { id: 'KERNEL_BUG', site: 'memory taken for a list of pages' },
    );
    return false;
  }
  if (isCookie) freePageList(now, cpuAddress);
  if (allocator === 'remap') {
    vunmap(now, cpuAddress, totalLength(runs));
    returnLinear(now, runs);
  }
  leave(now, device, address, totalLength(runs));
  returnRuns(now, runs);
  return true;
}
