// Linux 2.6.39: address space at the top of the kernel's that coherent memory is remapped into.
// Source: arch/arm/mm/dma-mapping.c, vmregion.c (2.6.39).

import { alignUp } from '../address/align.js';
import { type KernelVa, kernelVa, offsetBy } from '../address/spaces.js';
import type { Shortage } from '../ops/event-context.js';
import type { MachineState } from '../state/machine-state.js';
import { holdersAt } from './shortage.js';

/** CONSISTENT_END. */
const regionEnd = 0xffe00000;
/** SECTION_SIZE: the largest alignment a request gets. */
const sectionBytes = 1024 * 1024;

/** First fit at a multiple of the power of two that holds the size. */
export function findInRegion({ platform, kernelMap }: MachineState, size: number): KernelVa | undefined {
  const alignment = Math.min(2 ** Math.ceil(Math.log2(size)), sectionBytes);
  let candidate = alignUp(regionEnd - platform.consistentRegionBytes, alignment);
  while (candidate + size <= regionEnd) {
    const blocked = kernelMap.slices(candidate, candidate + size).at(-1)?.end;
    if (blocked === undefined) return kernelVa(candidate);
    candidate = alignUp(blocked, alignment);
  }
  return undefined;
}

export function shortageOfRegion(state: MachineState, bytes: number): Shortage {
  const start = regionEnd - state.platform.consistentRegionBytes;
  const sections = state.kernelMap.sections(start, regionEnd, undefined);
  const holes = sections.filter((it) => it.value === undefined).map((it) => it.end - it.start);
  const used = sections.flatMap(({ start: from, end, value }) =>
    value === undefined ? [] : { start: offsetBy(value.pa, from - value.va), length: end - from },
  );
  return {
    bytes,
    free: holes.reduce((sum, hole) => sum + hole, 0),
    largestHole: Math.max(0, ...holes),
    holders: holdersAt(state, used),
  };
}
