import { kernelVa, offsetBy, physAddr, type KernelVa, type PhysAddr, type UserVa } from '../address/spaces.js';
import { isLinear, kernelToPhys } from '../memory/linear-map.js';
import type { LinearType, MemoryType } from '../state/cpu-map.js';
import type { MachineState } from '../state/machine-state.js';
import { currentMm, type UserMapping } from '../state/user-state.js';

/** Bytes of one access that are physically contiguous and of one memory type. */
export interface AccessRun {
  /** Of the first byte. */
  readonly va: KernelVa | UserVa;
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
    const runs: AccessRun[] = [];
    for (const { start, end, value } of state.linearTypes.sections<LinearType>(pa, pa + size, 'write-alloc')) {
      const at = offsetBy(va, start - pa);
      if (value === 'unmapped') return { kind: 'fault', va: at };
      runs.push({ va: at, start: physAddr(start), length: end - start, type: value });
    }
    return { kind: 'translated', runs };
  }
  return translateBy(state.kernelMap, va, size);
}

export function translateUser(state: MachineState, va: UserVa, size: number): CpuTranslation {
  return translateBy(currentMm(state.user).pages, va, size);
}

export function userMappingsIn(state: MachineState, va: UserVa, size: number): readonly UserMapping[] {
  return currentMm(state.user)
    .pages.slices(va, va + size)
    .map((slice) => slice.value);
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
    const pa = offsetBy(value.pa, start - value.va);
    runs.push({ va: offsetBy(value.va, start - value.va), start: pa, length: end - start, type: value.type });
    reached = end;
  }
  return reached < va + size ? { kind: 'fault', va: reached as A } : { kind: 'translated', runs };
}
