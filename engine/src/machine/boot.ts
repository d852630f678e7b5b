import { emptyIntervals } from '../data/interval-map.js';
import { emptyMap } from '../data/persistent-map.js';
import { mapAtomicPool } from '../backends/atomic-pool.js';
import { freshVmalloc } from '../memory/vmalloc.js';
import { layOutRam } from '../memory/zones.js';
import type { Platform } from '../platforms/platform.js';
import { emptyBounceState } from '../state/bounce-state.js';
import type { CacheLevel } from '../state/cache-level.js';
import { processContext } from '../state/context.js';
import { idleCpu } from '../state/cpu-state.js';
import { freshDebugState } from '../state/debug-state.js';
import { noDrivers } from '../state/driver-state.js';
import { noPools } from '../state/pool-state.js';
import { stepId } from '../state/ids.js';
import { emptyIommuState } from '../state/iommu-state.js';
import type { MachineState } from '../state/machine-state.js';
import { nothingShared } from '../state/sharing-state.js';
import { noProcesses } from '../state/user-state.js';

const coldCache: CacheLevel = { copies: emptyIntervals(), dirty: emptyIntervals(), speculated: emptyIntervals() };

/** A fresh machine. Memory nobody touched is not represented, so this costs the same for any size of RAM. */
export function boot(platform: Platform): MachineState {
  const { zones, areas } = layOutRam(platform);
  const { linearTypes, kernelMap, views, remapped } = mapAtomicPool(platform, areas);
  return {
    platform,
    step: stepId(0),
    context: processContext,
    cpu: idleCpu,
    nextId: 1,
    zones,
    areas,
    coherentPools: emptyMap(),
    slab: emptyMap(),
    objects: emptyMap(),
    owners: emptyIntervals(),
    freed: emptyIntervals(),
    parts: emptyIntervals(),
    dram: emptyIntervals(),
    oracle: emptyIntervals(),
    l1: emptyMap(),
    outer: coldCache,
    writeBuffer: [],
    ceded: emptyIntervals(),
    discarded: emptyIntervals(),
    overwritten: emptyIntervals(),
    kernelMap,
    vmallocFree: freshVmalloc(platform, remapped),
    linearTypes,
    views,
    user: noProcesses,
    sharing: nothingShared,
    bounce: emptyBounceState,
    devices: emptyMap(),
    iommu: emptyIommuState,
    mappings: emptyMap(),
    mappedBytes: emptyIntervals(),
    lastMapped: emptyIntervals(),
    dmaRanges: emptyIntervals(),
    released: emptyIntervals(),
    debug: freshDebugState,
    pool: noPools,
    driver: noDrivers,
    injectedFailure: 'none',
  };
}
