import type { MapId, SharedId, StepId } from '../state/ids.js';
import { type DomainId, isMade } from '../state/iommu-state.js';
import type { Direction, MapRecord } from '../state/map-record.js';
import type { WriteRef } from '../state/write-ref.js';

/** How the reader knows things: a replay has variable names and source lines, a bare trace has numbers. */
export interface Names {
  mapping(id: MapId): string;
  /** A dma-buf, a video queue. */
  shared(id: SharedId): string;
  step(id: StepId): string;
}

export const plainNames: Names = {
  mapping: (id) => `mapping ${id}`,
  shared: (id) => `object ${id}`,
  step: (id) => `step ${id}`,
};

export function nameRecord(names: Names, record: Pick<MapRecord, 'id'>): string {
  return names.mapping(record.id);
}

/** What user space maps, which need not come from the DMA API. */
export function nameMemory(names: Names, id: MapId | undefined): string {
  return id === undefined ? 'memory' : names.mapping(id);
}

/** "the device's write at step 4" */
export function nameWrite(names: Names, write: WriteRef): string {
  switch (write.by) {
    case 'nobody':
      return 'the contents from before anyone wrote';
    case 'cpu':
      return `the CPU's store at ${names.step(write.step)}`;
    case 'kernel':
      return `the kernel's zeroes from ${names.step(write.step)}`;
    case 'device':
      return `what ${write.device} wrote at ${names.step(write.step)}`;
  }
}

const directions: Readonly<Record<Direction, string>> = {
  'to-device': 'DMA_TO_DEVICE',
  'from-device': 'DMA_FROM_DEVICE',
  bidirectional: 'DMA_BIDIRECTIONAL',
};

export function nameDirection(direction: Direction): string {
  return directions[direction];
}

/** "1 byte", "64 bytes" */
export function count(length: number, unit = 'byte'): string {
  return `${length} ${unit}${length === 1 ? '' : 's'}`;
}

/** A domain of the DMA API is its devices'; one a driver made has a name of its own. */
export function nameDomain(id: DomainId): string {
  return isMade(id) ? id : `the IOMMU domain of ${id}`;
}
