// Whole mappings behind an IOMMU: an address for some runs of memory, and its end. Common to all its backends.

import { alignDown, alignUp, pageBytes } from '../address/align.js';
import { dmaToIova, offsetBy, type DmaAddr, type Iova } from '../address/spaces.js';
import type { Protection, SnoopHint } from '../iommu/formats/format.js';
import type { Transition } from '../ops/transition.js';
import type { Device } from '../state/device.js';
import type { Domain } from '../state/iommu-state.js';
import type { MachineState } from '../state/machine-state.js';
import type { PhysRun } from '../state/memory-object.js';
import { totalLength } from './backend.js';
import { formatOf, useDomain } from './iommu-domain.js';
import { returnIova, takeIova } from './iommu-iova.js';
import { mapIova, unmapIova } from './iommu-tables.js';
import { operationsDomain } from './iommu-topology.js';

export interface EnterOptions {
  /** Of the device's masks, the one that limits the address. */
  readonly maskBits?: number;
  /** Called for each run, just before its words are written. */
  readonly before?: (index: number) => void;
  /** PA-RISC: how the device finds cached copies of each run. */
  readonly snoop?: (run: PhysRun) => SnoopHint;
}

/** Maps whole pages one behind the other, or nothing. */
export function enterRuns(
  now: Transition,
  device: Device,
  runs: readonly PhysRun[],
  protection: Protection,
  { maskBits = device.maskBits, before, snoop }: EnterOptions = {},
): Iova | undefined {
  const size = totalLength(runs);
  const iova = takeIova(now, device, size, maskBits);
  if (iova === undefined) return undefined;
  const domain = operationsDomain(now.state, device.id);
  let at = iova;
  for (const [index, run] of runs.entries()) {
    before?.(index);
    const placement = { iova: at, run, protection, ...(snoop === undefined ? {} : { snoop: snoop(run) }) };
    if (mapIova(now, domain, placement) !== undefined) {
      if (at !== iova) unmapIova(now, domain, iova, at - iova, 'now');
      returnIova(now, device, iova, size);
      return undefined;
    }
    at = offsetBy(at, run.length);
  }
  return iova;
}

/** Unmaps the pages that hold `size` bytes at `address`, and frees their addresses. Answers whether all of it was there. */
export function leave(now: Transition, device: Device, address: DmaAddr, size: number): boolean {
  const domain = useDomain(now, operationsDomain(now.state, device.id));
  if (domain === undefined) return false;
  const granule = granuleOf(now.state, domain);
  const start = alignDown(address, granule);
  const length = alignUp(address + size - start, granule);
  const unmapped = unmapIova(now, domain.id, dmaToIova(start), length, domain.type === 'dma-fq' ? 'queue' : 'now');
  returnIova(now, device, dmaToIova(start), length);
  return unmapped === length;
}

/** The whole pages that hold a run. */
export function pagesOf({ start, length }: PhysRun, granule: number = pageBytes): PhysRun {
  const first = alignDown(start, granule);
  return { start: first, length: alignUp(start + length - first, granule) };
}

/** The least an IOMMU maps, in bytes. */
export function granuleOf(state: MachineState, domain: Domain): number {
  return Math.min(...formatOf(state, domain).pageSizes);
}
