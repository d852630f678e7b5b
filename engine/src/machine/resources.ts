// What a machine has given out and not got back: the same numbers before and after mean that nothing leaked.

import { pageBytes } from '../address/align.js';
import type { IntervalMap } from '../data/interval-map.js';
import { pagesInCache } from '../iommu/iova-cache.js';
import { vmallocUsed } from '../memory/vmalloc.js';
import type { ZoneState } from '../state/allocator-state.js';
import type { AddressSpace } from '../state/iommu-state.js';
import type { MachineState } from '../state/machine-state.js';

export interface ResourcesInUse {
  /** Mappings, allocations and lists of the DMA API. */
  readonly mappings: number;
  /** Entries of the kernel's own checker. */
  readonly debugEntries: number;
  /** Pieces of memory that somebody allocated. */
  readonly objects: number;
  /** Page frames, those that kmalloc keeps for its next objects included. */
  readonly frames: number;
  /** Bytes of memory set aside: contiguous area, atomic pool, consistent region. */
  readonly reservedBytes: number;
  /** Bytes of vmalloc space, guard pages included. */
  readonly vmallocBytes: number;
  /** Pages of IOVA space, over all domains; without those a cache keeps for the next request. */
  readonly iovaPages: number;
  /** Page-table words that say something, over all domains. Some drivers keep empty tables. */
  readonly tableWords: number;
  /** Slots of SWIOTLB pools and blocks of dmabounce pools. */
  readonly bounceBlocks: number;
  /** Blocks of DMA pools. */
  readonly poolBlocks: number;
}

export function resourcesInUse(state: MachineState): ResourcesInUse {
  const domains = [...state.iommu.domains.values()];
  return {
    mappings: state.mappings.size,
    debugEntries: state.debug.entriesInUse,
    objects: state.objects.size,
    frames: sum(Object.values(state.zones).map(framesTaken)),
    reservedBytes: sum([...state.areas.values()].map(({ taken }) => covered(taken))),
    vmallocBytes: vmallocUsed(state),
    iovaPages: sum(domains.map(({ addresses }) => pagesTaken(addresses))),
    tableWords: sum(domains.flatMap(({ tables }) => tables.map(({ words }) => words.size))),
    bounceBlocks: bounceBlocks(state),
    poolBlocks: sum([...state.pool.pools.values()].map(({ used }) => used.size)),
  };
}

function framesTaken({ start, next, free }: ZoneState): number {
  const returned = sum([...free].map(([order, blocks]) => 2 ** order * blocks.size));
  return (next - start) / pageBytes - returned;
}

function pagesTaken(space: AddressSpace): number {
  switch (space.kind) {
    case 'none':
      return 0;
    case 'bitmap': {
      const { free, pagesPerBitmap } = space.bitmap;
      return sum(free.map((runs) => pagesPerBitmap - sum([...runs].map(([start, end]) => end - start))));
    }
    case 'tree': {
      const { tree, caches } = space.tree;
      const inTree = sum([...tree.used].map(([start, end]) => end - start));
      return inTree - sum(caches.map((cache, order) => pagesInCache(cache).length * 2 ** order));
    }
  }
}

function bounceBlocks({ bounce }: MachineState): number {
  const slots = [...bounce.swiotlb.values()].map(({ taken }) => covered(taken));
  const blocks = [...bounce.dmabounce.values()].map((it) => (it === 'unregistered' ? 0 : it.live.size));
  return sum(slots) + sum(blocks);
}

function covered(map: IntervalMap<unknown>): number {
  return sum([...map].map(({ start, end }) => end - start));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, it) => total + it, 0);
}
