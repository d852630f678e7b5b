import { kernelVa, offsetBy, type KernelVa, type PhysAddr, type UserVa } from '../address/spaces.js';
import { isLinear, kernelToPhys } from '../memory/linear-map.js';
import type { MemoryType, UserMapping } from '../state/cpu-map.js';
import type { MachineState } from '../state/machine-state.js';

/** Bytes of one access that are physically contiguous and of one memory type. */
export interface AccessRun {
  readonly start: PhysAddr;
  readonly length: number;
  readonly type: MemoryType;
}

export type CpuTranslation =
  | { readonly kind: 'translated'; readonly runs: readonly AccessRun[] }
  | { readonly kind: 'fault'; readonly va: KernelVa | UserVa };

export function translateKernel(state: MachineState, va: KernelVa, size: number): CpuTranslation {
  const { platform } = state;
  const last = kernelVa(va + Math.max(size, 1) - 1);
  if (isLinear(platform, va) && isLinear(platform, last)) {
    const pa = kernelToPhys(platform, va);
    const sections = state.linearTypes.sections<MemoryType>(pa, pa + size, 'write-alloc');
    const runs = sections.map(({ start, end, value }) => ({
      start: start as PhysAddr,
      length: end - start,
      type: value,
    }));
    return { kind: 'translated', runs };
  }
  return translateBy(state.kernelMap, va, size);
}

export function translateUser(state: MachineState, va: UserVa, size: number): CpuTranslation {
  return translateBy(state.userMap, va, size);
}

export function userMappingsIn(state: MachineState, va: UserVa, size: number): readonly UserMapping[] {
  return state.userMap.slices(va, va + size).map((slice) => slice.value);
}

function translateBy<A extends KernelVa | UserVa>(
  map: {
    slices(
      start: number,
      end: number,
    ): readonly { start: number; end: number; value: { va: A; pa: PhysAddr; type: MemoryType } }[];
  },
  va: A,
  size: number,
): CpuTranslation {
  const runs: AccessRun[] = [];
  let reached: number = va;
  for (const { start, end, value } of map.slices(va, va + size)) {
    if (reached < start) break;
    runs.push({ start: offsetBy(value.pa, start - value.va), length: end - start, type: value.type });
    reached = end;
  }
  return reached < va + size ? { kind: 'fault', va: reached as A } : { kind: 'translated', runs };
}
