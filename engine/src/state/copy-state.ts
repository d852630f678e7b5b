import type { MachineState } from './machine-state.js';

/**
 * The same state as an object of its own. Spelled out on purpose: JavaScript engines copy a literal
 * ten times faster than they spread an object with this many properties, and every op copies it
 * several times. A property left out does not compile.
 */
export function copyState(state: MachineState): MachineState {
  return {
    platform: state.platform,
    step: state.step,
    context: state.context,
    cpu: state.cpu,
    nextId: state.nextId,
    zones: state.zones,
    areas: state.areas,
    coherentPools: state.coherentPools,
    slab: state.slab,
    objects: state.objects,
    owners: state.owners,
    freed: state.freed,
    parts: state.parts,
    dram: state.dram,
    oracle: state.oracle,
    l1: state.l1,
    outer: state.outer,
    writeBuffer: state.writeBuffer,
    ceded: state.ceded,
    discarded: state.discarded,
    overwritten: state.overwritten,
    kernelMap: state.kernelMap,
    vmallocFree: state.vmallocFree,
    linearTypes: state.linearTypes,
    views: state.views,
    user: state.user,
    sharing: state.sharing,
    bounce: state.bounce,
    devices: state.devices,
    iommu: state.iommu,
    mappings: state.mappings,
    mappedBytes: state.mappedBytes,
    lastMapped: state.lastMapped,
    dmaRanges: state.dmaRanges,
    released: state.released,
    debug: state.debug,
    pool: state.pool,
    driver: state.driver,
    injectedFailure: state.injectedFailure,
  };
}
