import { emptyIntervals } from '../data/interval-map.js';
import { emptyMap } from '../data/persistent-map.js';
import { poolMemory } from '../backends/atomic-pool.js';
import { dmaMemoryType } from '../memory/memory-types.js';
import { freshZones } from '../memory/zones.js';
import type { Platform } from '../platforms/platform.js';
import type { CacheLevel } from '../state/cache-level.js';
import { processContext } from '../state/context.js';
import type { KernelMapping, MemoryType } from '../state/cpu-map.js';
import { stepId } from '../state/ids.js';
import type { MachineState } from '../state/machine-state.js';

const coldCache: CacheLevel = { copies: emptyIntervals(), dirty: emptyIntervals(), speculated: emptyIntervals() };

/** A fresh machine. Memory nobody touched is not represented, so this costs the same for any size of RAM. */
export function boot(platform: Platform): MachineState {
  const pool = poolMemory(platform);
  const type = dmaMemoryType(platform, []);
  let linearTypes = emptyIntervals<MemoryType>();
  let kernelMap = emptyIntervals<KernelMapping>();
  if (pool !== undefined) {
    const end = pool.start + pool.length;
    if (platform.cma.kind === 'area') linearTypes = linearTypes.set(pool.start, end, type);
    else kernelMap = kernelMap.set(pool.va, pool.va + pool.length, { va: pool.va, pa: pool.start, type });
  }
  return {
    platform,
    step: stepId(0),
    context: processContext,
    nextId: 1,
    zones: freshZones(platform),
    slab: emptyMap(),
    objects: emptyMap(),
    owners: emptyIntervals(),
    freed: emptyIntervals(),
    parts: emptyIntervals(),
    dram: emptyIntervals(),
    oracle: emptyIntervals(),
    l1: coldCache,
    outer: coldCache,
    writeBuffer: [],
    ceded: emptyIntervals(),
    discarded: emptyIntervals(),
    overwritten: emptyIntervals(),
    kernelMap,
    linearTypes,
    views: emptyIntervals(),
    userMap: emptyIntervals(),
    devices: emptyMap(),
    domains: emptyMap(),
    mappings: emptyMap(),
    mappedBytes: emptyIntervals(),
    lastMapped: emptyIntervals(),
    dmaRanges: emptyIntervals(),
    released: emptyIntervals(),
    debugEntries: emptyMap(),
    injectedFailure: 'none',
  };
}
