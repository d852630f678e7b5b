// Pages for a device that sees memory where the bus puts it, as low as its mask asks.
// Source: kernel/dma/direct.c, contiguous.c (6.12), __dma_direct_alloc_pages, dma_alloc_contiguous.

import { alignUp, orderOf, pageBytes, pageCount } from '../address/align.js';
import { offsetBy, type DmaAddr, type PhysAddr } from '../address/spaces.js';
import { zeroMemory } from '../cache/operations.js';
import { takeFromArea } from '../memory/areas.js';
import { addressLimit, dmaToPhys, highestAddress, isReachable, physToDma } from '../memory/dma-address.js';
import { returnFrames, takeFrames } from '../memory/frames.js';
import { isLowmem } from '../memory/linear-map.js';
import type { Gfp } from '../ops/op.js';
import { raise, type Transition } from '../ops/transition.js';
import type { ZoneName } from '../state/allocator-state.js';
import type { Device } from '../state/device.js';
import type { NoncoherentAllocation } from '../state/map-record.js';
import type { PhysRun } from '../state/memory-object.js';
import type { PagesAllocation, PagesRequest } from './backend.js';
import { shortageOfArea } from './shortage.js';
import { allocFromRestrictedPool, freeToRestrictedPool } from './swiotlb.js';

export interface DirectPagesRequest {
  readonly size: number;
  readonly gfp: Gfp;
  readonly mayBeHighmem: boolean;
}

/** Whole pages that the device's coherent mask reaches; what they hold is left as it was. */
export function takeDirectPages(now: Transition, device: Device, request: DirectPagesRequest): PhysRun | undefined {
  const length = alignUp(request.size, pageBytes);
  if (0 < device.restrictedPoolBytes) {
    const run = allocFromRestrictedPool(now, device, length);
    return run === undefined || isCoherentlyReachable(device, run) ? run : undefined;
  }
  return takeContiguous(now, device, request, length) ?? takeFromZones(now, device, length);
}

/** One page is contiguous anyway, so the machine's area is spared; a device's own is not. */
function takeContiguous(
  now: Transition,
  device: Device,
  { gfp, mayBeHighmem }: DirectPagesRequest,
  length: number,
): PhysRun | undefined {
  if (gfp !== 'kernel' || (!device.hasOwnCma && length <= pageBytes)) return undefined;
  const start = takeFromCma(now, device, length);
  if (start === undefined) return undefined;
  const run = { start, length };
  if (isCoherentlyReachable(device, run) && (mayBeHighmem || isLowmem(now.state.platform, start))) return run;
  returnFrames(now, start, length / pageBytes);
  return undefined;
}

/** Linux arch/Kconfig (6.12), CMA_ALIGNMENT: 8, so 1 MiB at most. */
const largestCmaAlignment = pageBytes * 2 ** 8;

/** Linux `dma_alloc_from_contiguous`: from the device's own area, else the machine's. */
export function takeFromCma(now: Transition, device: Device, length: number): PhysAddr | undefined {
  return takeFromArea(now, cmaOf(device), length, Math.min(pageBytes * 2 ** orderOf(length), largestCmaAlignment));
}

export function reportCmaExhausted(now: Transition, device: Device, bytes: number): void {
  raise(now, { id: 'CMA_EXHAUSTED', device: device.id, ...shortageOfArea(now.state, cmaOf(device), bytes) });
}

/** The name of the area a device allocates from. */
export function cmaOf({ id, hasOwnCma }: Device): string {
  return hasOwnCma ? `cma of ${id}` : 'cma';
}

/** The zone the mask falls into first; memory that is still too high is given back for the next lower zone. */
function takeFromZones(now: Transition, device: Device, length: number): PhysRun | undefined {
  const wanted = zoneOfMask(now, device);
  const lower: readonly ZoneName[] = ['dma32', 'dma'];
  for (const zone of [wanted, ...lower.filter((it) => it !== wanted && wanted !== 'dma')]) {
    const start = takeFrames(now, zone, pageCount(length));
    if (start === undefined) return undefined;
    if (isCoherentlyReachable(device, { start, length })) return { start, length };
    returnFrames(now, start, length / pageBytes);
  }
  return undefined;
}

/** Linux `dma_direct_optimal_gfp_mask`. */
function zoneOfMask({ state }: Transition, device: Device): ZoneName {
  const { ramBase, zoneDmaBytes } = state.platform.memory;
  const limit = addressLimit(device, 'coherent');
  const last = dmaToPhys(device, limit as DmaAddr) ?? Infinity;
  if (zoneDmaBytes !== 0 && last <= offsetBy(ramBase, zoneDmaBytes - 1)) return 'dma';
  return last <= highestAddress(32) ? 'dma32' : 'normal';
}

/** Linux `dma_coherent_ok`. */
function isCoherentlyReachable(device: Device, { start, length }: PhysRun): boolean {
  const address = physToDma(device, start);
  return address !== undefined && isReachable(device, 'coherent', address, length);
}

/** Linux `__dma_clear_buffer`: zeroed, then flushed out of every cache. */
export function clearPages(now: Transition, run: PhysRun): void {
  zeroMemory(now, run.start, run.start + run.length);
}

/** `dma_alloc_pages`: cached lowmem pages that change hands by sync. */
export function allocDirectPages(now: Transition, device: Device, request: PagesRequest): PagesAllocation | undefined {
  const { size, gfp } = request;
  const run = takeDirectPages(now, device, { size, gfp, mayBeHighmem: false });
  const address = run === undefined ? undefined : physToDma(device, run.start);
  if (run === undefined || address === undefined) return undefined;
  clearPages(now, run);
  return { address, runs: [run] };
}

export function freeDirectPages(now: Transition, device: Device, { runs }: NoncoherentAllocation): void {
  for (const run of runs) giveBackPages(now, device, run);
}

/** To wherever `takeDirectPages` had them from. */
export function giveBackPages(now: Transition, device: Device, run: PhysRun): void {
  if (0 < device.restrictedPoolBytes) freeToRestrictedPool(now, device, run);
  else returnFrames(now, run.start, run.length / pageBytes);
}
