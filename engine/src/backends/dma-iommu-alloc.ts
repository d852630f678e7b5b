// Memory of the generic operations behind an IOMMU. Source: drivers/iommu/dma-iommu.c (6.12), iommu_dma_alloc,
// iommu_dma_alloc_remap, iommu_dma_alloc_pages; kernel/dma/ops_helpers.c, dma_common_alloc_pages.

import { alignUp, pageBytes, pageCount } from '../address/align.js';
import { iovaToDma, type DmaAddr, type KernelVa } from '../address/spaces.js';
import { zeroMemory } from '../cache/operations.js';
import { returnFrames, takeFrames } from '../memory/frames.js';
import { isLinear, isLowmem, physToKernel } from '../memory/linear-map.js';
import { dmaMemoryType } from '../memory/memory-types.js';
import { vmap, vunmap } from '../memory/vmalloc.js';
import type { Gfp, MmapAttrs } from '../ops/op.js';
import { raise, type Transition } from '../ops/transition.js';
import type { MemoryType } from '../state/cpu-map.js';
import type { Device } from '../state/device.js';
import type { Domain } from '../state/iommu-state.js';
import type { CoherentAllocation, DmaAttr, NoncoherentAllocation } from '../state/map-record.js';
import type { MachineState } from '../state/machine-state.js';
import type { PhysRun } from '../state/memory-object.js';
import {
  type AllocRequest,
  type BackendAllocation,
  type MmapPages,
  type PagesAllocation,
  type PagesRequest,
  sliceRuns,
  totalLength,
  wholePages,
} from './backend.js';
import { clearPages, takeFromCma } from './direct-pages.js';
import { enter, leaveAll } from './dma-iommu-map.js';
import { allocFromGenericPool } from './generic-pool.js';
import { formatOf, useDomain } from './iommu-domain.js';
import { returnIova, takeIova } from './iommu-iova.js';
import { protectionFor } from './iommu-protection.js';
import { mapIovaSegments } from './iommu-tables.js';
import { operationsDomain } from './iommu-topology.js';
import { returnRuns, takeChunks } from './page-chunks.js';
import { shortageOfVmalloc } from './shortage.js';

/** `NO_KERNEL_MAPPING` has no effect here. */
export function allocBehindIommu(
  now: Transition,
  device: Device,
  request: AllocRequest,
): BackendAllocation | undefined {
  const { gfp, attrs } = request;
  if (gfp === 'kernel' && !attrs.includes('force-contiguous')) return allocPageArray(now, device, request);
  const memory =
    gfp === 'atomic' && !device.snoops ? takePooled(now, device, request) : takeStretch(now, device, request);
  if (memory === undefined) return undefined;
  const [run] = memory.runs;
  const both = protectionFor(device.snoops, { direction: 'bidirectional', attrs });
  const address = run === undefined ? undefined : enter(now, device, run, both, device.coherentMaskBits);
  if (address !== undefined) return { ...memory, address };
  unmapKernel(now, memory);
  returnRuns(now, memory.runs);
  return undefined;
}

type Memory = Omit<BackendAllocation, 'address'>;

/** Scattered pages, contiguous for the device and for the kernel. */
function allocPageArray(now: Transition, device: Device, request: AllocRequest): BackendAllocation | undefined {
  const { attrs, size } = request;
  const made = mapScattered(now, device, size, attrs);
  if (made === undefined) return undefined;
  const { address, runs } = made;
  const type = typeFor(now.state, device, attrs);
  const cpuAddress = mapKernel(now, device, runs, type);
  if (cpuAddress !== undefined)
    return { address, cpuAddress, isCookie: false, runs, memoryType: type, allocator: 'pages' };
  leaveAll(now, device, address, totalLength(runs));
  returnRuns(now, runs);
  return undefined;
}

/** Pages in the sizes the IOMMU has entries for; a large page of its own needs no table of small ones. */
function mapScattered(
  now: Transition,
  device: Device,
  size: number,
  attrs: readonly DmaAttr[],
): PagesAllocation | undefined {
  const domain = useDomain(now, operationsDomain(now.state, device.id));
  if (domain === undefined) return undefined;
  const orders = ordersFor(now.state, domain, attrs);
  const least = pageBytes * 2 ** (orders.at(-1) ?? 0);
  const clear = (run: PhysRun): void => clearFor(now, device, run);
  const runs = takeChunks(now, pageCount(alignUp(size, least)), orders, clear);
  if (runs === undefined) return undefined;
  const total = totalLength(runs);
  const iova = takeIova(now, device, total, device.coherentMaskBits);
  if (iova !== undefined) {
    const both = protectionFor(device.snoops, { direction: 'bidirectional', attrs });
    if (mapIovaSegments(now, domain.id, iova, runs, both) === undefined) return { address: iovaToDma(iova), runs };
    returnIova(now, device, iova, total);
  }
  returnRuns(now, runs);
  return undefined;
}

/** Linux include/linux/mmzone.h (6.12): no block has more than 2^10 pages. */
const largestOrder = 10;

/** By descending size. */
function ordersFor(state: MachineState, domain: Domain, attrs: readonly DmaAttr[]): readonly number[] {
  const sizes = new Set(formatOf(state, domain).pageSizes.map((size) => Math.max(size, pageBytes)));
  const orders = [...sizes].map((size) => Math.log2(size / pageBytes)).filter((order) => order <= largestOrder);
  const least = Math.min(...orders);
  return attrs.includes('alloc-single-pages') ? [least] : orders.toSorted((one, other) => other - one);
}

/** `dma_alloc_from_pool`. */
function takePooled(now: Transition, device: Device, { size, attrs }: AllocRequest): Memory | undefined {
  const pool = allocFromGenericPool(now, device, size);
  if (pool === undefined) return undefined;
  const { start, length, va } = pool;
  const memoryType = typeFor(now.state, device, attrs);
  return { cpuAddress: va, isCookie: false, runs: [{ start, length }], memoryType, allocator: 'pool' };
}

/** Contiguous pages, mapped a second time unless the linear mapping will do. */
function takeStretch(now: Transition, device: Device, { size, gfp, attrs }: AllocRequest): Memory | undefined {
  const run = takePages(now, device, size, gfp);
  if (run === undefined) return undefined;
  const memoryType = typeFor(now.state, device, attrs);
  const isRemapped = !device.snoops || !isLowmem(now.state.platform, run.start);
  const va = isRemapped ? mapKernel(now, device, [run], memoryType) : physToKernel(now.state.platform, run.start);
  if (va === undefined) {
    returnRuns(now, [run]);
    return undefined;
  }
  return { cpuAddress: va, isCookie: false, runs: [run], memoryType, allocator: isRemapped ? 'remap' : 'linear' };
}

/** `dma_alloc_contiguous`, and ordinary pages where that has nothing. One page is contiguous anyway. */
function takePages(now: Transition, device: Device, size: number, gfp: Gfp): PhysRun | undefined {
  const length = alignUp(size, pageBytes);
  const isForArea = gfp === 'kernel' && (device.hasOwnCma || pageBytes < length);
  const start =
    (isForArea ? takeFromCma(now, device, length) : undefined) ?? takeFrames(now, 'normal', pageCount(length));
  if (start === undefined) return undefined;
  clearFor(now, device, { start, length });
  return { start, length };
}

/** Zeroed, and out of the caches where the device does not see them. */
function clearFor(now: Transition, device: Device, run: PhysRun): void {
  if (device.snoops) zeroMemory(now, run.start, run.start + run.length);
  else clearPages(now, run);
}

function mapKernel(now: Transition, device: Device, runs: readonly PhysRun[], type: MemoryType): KernelVa | undefined {
  const va = vmap(now, runs, type);
  if (va === undefined) {
    raise(now, { id: 'VMALLOC_EXHAUSTED', device: device.id, ...shortageOfVmalloc(now.state, totalLength(runs)) });
  }
  return va;
}

/** Linux `dma_pgprot`. */
function typeFor({ platform }: MachineState, device: Device, attrs: readonly DmaAttr[]): MemoryType {
  return device.snoops ? 'write-alloc' : dmaMemoryType(platform, attrs);
}

/** The translation goes first, then the kernel mapping, then the pages. */
export function freeBehindIommu(now: Transition, device: Device, allocation: CoherentAllocation): boolean {
  leaveAll(now, device, allocation.address, totalLength(allocation.runs));
  unmapKernel(now, allocation);
  returnRuns(now, allocation.runs);
  return true;
}

function unmapKernel(now: Transition, { cpuAddress, allocator, runs }: Memory): void {
  if (allocator !== 'pool' && !isLinear(now.state.platform, cpuAddress)) vunmap(now, cpuAddress, totalLength(runs));
}

/** `dma_alloc_pages`: one stretch, cached. */
export function allocOneStretch(now: Transition, device: Device, request: PagesRequest): PagesAllocation | undefined {
  const run = takePages(now, device, request.size, request.gfp);
  if (run === undefined) return undefined;
  const address: DmaAddr | undefined = enter(now, device, run, protectionFor(device.snoops, request));
  if (address !== undefined) return { address, runs: [run] };
  returnFrames(now, run.start, run.length / pageBytes);
  return undefined;
}

/** `dma_alloc_noncontiguous`: a list of scattered pages, one stretch for the device. */
export function allocScattered(now: Transition, device: Device, request: PagesRequest): PagesAllocation | undefined {
  return mapScattered(now, device, request.size, request.attrs);
}

export function freePages(now: Transition, device: Device, { address, runs }: NoncoherentAllocation): void {
  leaveAll(now, device, address, totalLength(runs));
  returnRuns(now, runs);
}

export function mmapMemory(
  now: Transition,
  device: Device,
  { attrs, pageOffset, pages }: MmapAttrs,
  { runs, allocator }: CoherentAllocation,
): MmapPages {
  const shown = sliceRuns(runs, pageOffset * pageBytes, pages * pageBytes);
  return { runs: shown, type: typeFor(now.state, device, attrs), insertion: allocator === 'pages' ? 'page' : 'pfn' };
}

export function listPages({ runs, allocator, size }: CoherentAllocation): readonly PhysRun[] {
  return allocator === 'pages' ? sliceRuns(runs, 0, size) : wholePages(runs);
}
