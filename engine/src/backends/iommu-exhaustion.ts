// No address is left for a mapping: how much room there is, in how large pieces, and who has the rest.

import { pageBytes } from '../address/align.js';
import type { FreeRuns } from '../data/free-runs.js';
import { takeOut } from '../data/free-runs.js';
import { nameAt } from '../memory/objects.js';
import type { Holder } from '../ops/event-context.js';
import { raise, type Transition } from '../ops/transition.js';
import type { DeviceId } from '../state/ids.js';
import type { Domain } from '../state/iommu-state.js';
import type { MachineState } from '../state/machine-state.js';

const mostHolders = 3;

/** `highest`: the last address the device can form. */
export function reportExhaustion(
  now: Transition,
  device: DeviceId,
  domain: Domain,
  { bytes, highest }: { readonly bytes: number; readonly highest: number },
): void {
  const holes = holesIn(domain, highest);
  raise(now, {
    id: 'IOVA_EXHAUSTED',
    device,
    bytes,
    free: holes.reduce((sum, hole) => sum + hole, 0),
    largestHole: holes.reduce((most, hole) => Math.max(most, hole), 0),
    holders: holdersOf(now.state, device),
  });
}

/** The sizes of what is free, in bytes. A range in a size cache is not free for other sizes and does not count. */
function holesIn({ addresses, aperture }: Domain, highest: number): readonly number[] {
  switch (addresses.kind) {
    case 'none':
      return [];
    case 'bitmap': {
      const { free, pages, pagesPerBitmap } = addresses.bitmap;
      const toCome = pages - free.length * pagesPerBitmap;
      const holes = [...free.flatMap(lengths), ...(0 < toCome ? [toCome] : [])];
      return holes.map((hole) => hole * pageBytes);
    }
    case 'tree': {
      const { tree, granule } = addresses.tree;
      const inReach = takeOut(tree.free, Math.min(aperture, highest + 1) / granule, Number.MAX_SAFE_INTEGER);
      return lengths(inReach).map((hole) => hole * granule);
    }
  }
}

function lengths(runs: FreeRuns): readonly number[] {
  return [...runs].map(([start, end]) => end - start);
}

function holdersOf(state: MachineState, device: DeviceId): readonly Holder[] {
  return state.mappings
    .values()
    .filter((record) => record.device === device)
    .toSorted((left, right) => right.size - left.size)
    .slice(0, mostHolders)
    .map(({ runs: [first], size }) => ({ name: first === undefined ? '' : nameAt(state, first.start), bytes: size }));
}
