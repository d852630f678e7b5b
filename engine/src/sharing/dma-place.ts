import type { DmaAddr } from '../address/spaces.js';
import type { MapId, SharedId } from '../state/ids.js';
import type { MachineState } from '../state/machine-state.js';
import { mappingOfMemory, mappingOfPlane, type SharingState } from '../state/sharing-state.js';

export interface DmaPlace {
  readonly address: DmaAddr;
  readonly size: number;
}

/**
 * Where the device finds buffer `index` of a video queue, or a GEM object: `vb2_dma_contig_plane_dma_addr`,
 * `drm_gem_dma_object.dma_addr`. `undefined` where it has no address.
 */
export function dmaPlaceOf(state: MachineState, id: SharedId, index: number): DmaPlace | undefined {
  const mapping = mappingOf(state.sharing, id, index);
  const record = mapping === undefined ? undefined : state.mappings.get(mapping);
  return record === undefined ? undefined : { address: record.address, size: record.size };
}

function mappingOf(sharing: SharingState, id: SharedId, index: number): MapId | undefined {
  const backing = sharing.gems.get(id)?.backing;
  if (backing?.kind === 'imported') return backing.list;
  if (backing?.kind === 'own') return mappingOfMemory(sharing, backing.memory);
  const plane = sharing.queues.get(id)?.buffers[index]?.plane;
  return plane === undefined ? undefined : mappingOfPlane(sharing, plane);
}
