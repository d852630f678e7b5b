import type { DeviceAccessKind, VisitedWord } from './word-meaning.js';

/**
 * Why an access did not get through. `walk`: the walker was led to memory that holds no table.
 * `multi-hit`: two remembered translations answer. `security` does not come from the tables: the
 * engine has no secure world, but a machine may be told that an access crossed into it.
 */
export type FaultKind = 'translation' | 'permission' | 'access-flag' | 'multi-hit' | 'walk' | 'security';

export interface WalkFault {
  readonly fault: FaultKind;
  /** The words read on the way, root first. */
  readonly visited: readonly VisitedWord[];
}

/** What the IOMMU's registers say of a fault. */
export interface FaultStatus {
  /** The direction software is told: SYSMMU 1 to 3 call every page fault a read, and OMAP's driver every fault. */
  readonly direction: 'read' | 'write';
  /** Empty where the reporting registers are not modeled. */
  readonly registers: readonly StatusRegister[];
}

export interface StatusRegister {
  readonly name: string;
  /** 32 bits. */
  readonly value: number;
}

/** An instruction fetch is a read. */
export function directionOf(access: DeviceAccessKind): 'read' | 'write' {
  return access === 'write' ? 'write' : 'read';
}
