// Coherent memory behind an IOMMU: scattered pages, contiguous for the device.
// Source: arch/arm/mm/dma-mapping.c (6.12), arm_iommu_alloc_attrs, __iommu_alloc_buffer.

import { pageBytes, pageCount } from '../address/align.js';
import { bytes, dmaToIova, iovaToDma, offsetBy, type DmaAddr, type KernelVa } from '../address/spaces.js';
import type { Protection } from '../iommu/formats/format.js';
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
import { type AllocRequest, type BackendAllocation, type MmapPages, sliceRuns, totalLength } from './backend.js';
import { allocContiguous, allocFromPool, clearPages, release, remap } from './direct-noncoherent.js';
import { mapIova, returnIova, takeIova, unmapIova } from './iommu-domain.js';

/** `iommu_order_array`: chunks are tried from 2 MiB down. */
const chunkOrders = [9, 8, 4, 0] as const;
const pointerBytes = 4;

export function allocThroughIommu(
  now: Transition,
  device: Device,
  request: AllocRequest,
): BackendAllocation | undefined {
  const { platform } = now.state;
  const { attrs, gfp } = request;
  const type = dmaMemoryType(platform, attrs);
  if (gfp === 'atomic') return withIova(now, device, attrs, allocFromPool(now, device, request, type));
  const runs = attrs.includes('force-contiguous')
    ? allocContiguous(now, device, request, type)?.runs
    : allocChunks(now, pageCount(request.size), attrs);
  if (runs === undefined) return undefined;
  const address = mapRuns(now, device, runs, attrs);
  if (address === undefined) {
    returnRuns(now, runs);
    return undefined;
  }
  const isCookie = attrs.includes('no-kernel-mapping');
  const cpuAddress = isCookie ? allocPageList(now, pageCount(request.size)) : remap(now, device, runs, type);
  if (cpuAddress === undefined) {
    unmapRuns(now, device, address, runs);
    returnRuns(now, runs);
    return undefined;
  }
  return { address, cpuAddress, isCookie, runs, memoryType: type, allocator: isCookie ? 'pages' : 'remap' };
}

/** Pages in the largest chunks there are, highmem first; adjacent chunks count as one run. */
function allocChunks(now: Transition, pages: number, attrs: readonly DmaAttr[]): readonly PhysRun[] | undefined {
  const orders = attrs.includes('alloc-single-pages') ? [0] : chunkOrders;
  const runs: PhysRun[] = [];
  let left = pages;
  let index = 0;
  while (0 < left) {
    const order = orders[index];
    if (order === undefined) {
      returnRuns(now, runs);
      return undefined;
    }
    const count = 2 ** order;
    const start = left < count ? undefined : (takeFrames(now, 'highmem', count) ?? takeFrames(now, 'normal', count));
    if (start === undefined) {
      index += 1;
      continue;
    }
    const run = { start, length: count * pageBytes };
    clearPages(now, run);
    appendRun(runs, run);
    left -= count;
  }
  return runs;
}

function appendRun(runs: PhysRun[], run: PhysRun): void {
  const last = runs.at(-1);
  if (last !== undefined && last.start + last.length === run.start) {
    runs[runs.length - 1] = { start: last.start, length: last.length + run.length };
  } else {
    runs.push(run);
  }
}

function returnRuns(now: Transition, runs: readonly PhysRun[]): void {
  for (const { start, length } of runs) returnFrames(now, start, length / pageBytes);
}

function mapRuns(
  now: Transition,
  device: Device,
  runs: readonly PhysRun[],
  attrs: readonly DmaAttr[],
): DmaAddr | undefined {
  const size = totalLength(runs);
  const iova = takeIova(now, device, size);
  if (iova === undefined) return undefined;
  const protection = hasQuirk(now.state.platform, 'Q20') ? [] : bothWays(attrs);
  let at = iova;
  for (const run of runs) {
    if (!mapIova(now, device.id, at, run, protection)) {
      unmapIova(now, device.id, iova, at - iova);
      returnIova(now, device.id, iova, size);
      return undefined;
    }
    at = offsetBy(at, run.length);
  }
  return iovaToDma(iova);
}

function bothWays(attrs: readonly DmaAttr[]): Protection {
  return attrs.includes('privileged') ? ['read', 'write', 'priv'] : ['read', 'write'];
}

function unmapRuns(now: Transition, device: Device, address: DmaAddr, runs: readonly PhysRun[]): void {
  const size = totalLength(runs);
  unmapIova(now, device.id, dmaToIova(address), size);
  returnIova(now, device.id, dmaToIova(address), size);
}

function withIova(
  now: Transition,
  device: Device,
  attrs: readonly DmaAttr[],
  allocation: BackendAllocation | undefined,
): BackendAllocation | undefined {
  if (allocation === undefined) return undefined;
  const address = mapRuns(now, device, allocation.runs, attrs);
  return address === undefined ? undefined : { ...allocation, address };
}

/** The array of page pointers that stands for an allocation without kernel mapping. */
function allocPageList(now: Transition, pages: number): KernelVa | undefined {
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

function freePageList(now: Transition, va: KernelVa): void {
  const { platform } = now.state;
  const list = objectAt(now.state, kernelToPhys(platform, va));
  if (list?.region !== 'page-list') return;
  removeObject(now, list);
  const start = kernelToPhys(platform, va);
  const classBytes = kmallocClass(list.size, platform.dmaMinAlignBytes);
  if (classBytes === undefined) returnFrames(now, start, pageCount(list.size));
  else returnSlabObject(now, classBytes, start);
}

export function freeThroughIommu(
  now: Transition,
  device: Device,
  allocation: CoherentAllocation,
  attrs: readonly DmaAttr[],
): boolean {
  if (allocation.isCookie !== attrs.includes('no-kernel-mapping')) {
    raise(now, { id: 'KERNEL_WARN', site: 'free of an invalid coherent area' });
    return false;
  }
  if (allocation.isCookie) freePageList(now, allocation.cpuAddress);
  unmapRuns(now, device, allocation.address, allocation.runs);
  release(now, allocation);
  return true;
}

/** `vm_map_pages`: struct pages from the allocation's list, found by CPU address or cookie. */
export function mmapThroughIommu(
  now: Transition,
  op: MmapAttrs,
  allocation: CoherentAllocation,
): MmapPages | undefined {
  if (allocation.isCookie !== op.attrs.includes('no-kernel-mapping')) return undefined;
  const runs = sliceRuns(allocation.runs, op.pageOffset * pageBytes, op.pages * pageBytes);
  if (totalLength(runs) !== op.pages * pageBytes) return undefined;
  return { runs, type: dmaMemoryType(now.state.platform, op.attrs), insertion: 'page' };
}
