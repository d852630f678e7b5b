import type { Span } from '../base/span.js';
import type { ContractEntry } from './entry.js';
import type { World } from './world.js';

// enum dma_data_direction, Linux include/linux/dma-direction.h (6.12).
export const direction = { bidirectional: 0, toDevice: 1, fromDevice: 2 } as const;

/** What the direction allows, where it is known on this path. */
export function directionOf(entry: ContractEntry): number | undefined {
  return entry.direction?.kind === 'const' ? entry.direction.value : undefined;
}

/**
 * Writes that the device was given, or lost at the unmap, without a sync for device between: the pages of
 * `dma/cpu-write-device-owned` and `dma/missing-sync-for-device`.
 */
export function checkUnsyncedWrites(world: World, entry: ContractEntry, before: Span): void {
  // One sync mends them all.
  const write = entry.writes.find((it) => it.whileDeviceOwned);
  if (write === undefined) return;
  world.raise({ id: 'CPU_WRITE_DEVICE_OWNED', at: write.at, heuristics: [], entry, region: write.region, before });
}
