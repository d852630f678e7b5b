// From syncs and releases of the contract to ops.
import { bytes, type MachineOp, offsetBy } from '#engine';
import { dmaAddressOf } from './dma-addresses.js';
import { resultOf } from './planned-op.js';
import { add, type PlannedMapping, type Planner } from './planner.js';

/** The bytes a sync names: an address past that of the mapping, an offset beside it, and how many; without, all. */
export interface SyncedBytes {
  readonly base: number;
  readonly offset: number;
  readonly size: number | undefined;
}

const allBytes: SyncedBytes = { base: 0, offset: 0, size: undefined };

export function planSync(
  planner: Planner,
  mapping: PlannedMapping,
  to: 'cpu' | 'device',
  { base, offset, size: some }: SyncedBytes = allBytes,
): void {
  const { device, direction, made, buffers, entry } = mapping;
  const size = some ?? mapping.size;
  if (to === 'cpu') planner.transferred.delete(entry.id);
  add(planner, `sync-for-${to} ${made} ${base} ${offset} ${size} ${direction}`, (results): MachineOp | undefined => {
    const list = resultOf(results, made, 'sg-mapped');
    if (list !== undefined) {
      return { kind: `sync-sg-for-${to}`, device, list: list.list, nents: Math.max(1, buffers.length), direction };
    }
    const address = dmaAddressOf(results, mapping);
    if (address === undefined) return undefined;
    return { kind: `sync-for-${to}`, device, address: offsetBy(address, base), offset, size: bytes(size), direction };
  });
}

/** What a release may say otherwise than the call that made the entry. */
export type Otherwise = Partial<Pick<PlannedMapping, 'size' | 'direction' | 'attrs'>> & { readonly entries?: number };

export function planRelease(planner: Planner, mapping: PlannedMapping, otherwise: Otherwise = {}): number {
  const { made, device, entry } = mapping;
  const { size, direction, attrs } = { ...mapping, ...otherwise };
  const nents = otherwise.entries ?? mapping.buffers.length;
  const { family } = entry;
  return add(
    planner,
    `release ${made} ${size} ${direction} ${attrs.join()} ${nents}`,
    (results): MachineOp | undefined => {
      const list = resultOf(results, made, 'sg-mapped');
      if (list !== undefined && family === 'noncontiguous') {
        return { kind: 'free-noncontiguous', device, size: bytes(size), list: list.list, direction };
      }
      if (list !== undefined) return { kind: 'unmap-sg', device, list: list.list, nents, direction, attrs };
      const address = dmaAddressOf(results, mapping);
      if (address === undefined) return undefined;
      if (family === 'single' || family === 'resource') {
        const isPage = entry.origin.name.includes('page');
        const kind = family === 'resource' ? 'unmap-resource' : isPage ? 'unmap-page' : 'unmap-single';
        return { kind, device, address, size: bytes(size), direction, attrs };
      }
      const memory = resultOf(results, made, 'allocated');
      if (memory === undefined) return undefined;
      const { cpuAddress } = memory;
      return family === 'noncoherent'
        ? { kind: 'free-pages', device, size: bytes(size), cpuAddress, address, direction }
        : { kind: 'free-attrs', device, size: bytes(size), cpuAddress, address, attrs };
    },
  );
}
