// What a SYSMMU's interrupt says. Source: drivers/iommu/exynos-iommu.c (6.12), sysmmu_v1_faults and the tables below it.

import { directionOf, type FaultKind, type FaultStatus } from './fault.js';
import type { DeviceAccessKind } from './word-meaning.js';

type Direction = FaultStatus['direction'];
type BitNumbers = Readonly<Record<FaultKind, number | undefined>>;

/** Bit numbers of INT_STATUS by direction. A page fault and a bus error have one bit, which stands for reads. */
const oldBits: Readonly<Record<Direction, BitNumbers>> = {
  read: { translation: 0, 'multi-hit': 1, walk: 3, security: 4, permission: 5, 'access-flag': undefined },
  write: { translation: 0, 'multi-hit': 2, walk: 3, security: 6, permission: 7, 'access-flag': undefined },
};
const alwaysRead: readonly FaultKind[] = ['translation', 'walk'];

/** For reads; writes are 16 bits higher. */
const version5Bits: BitNumbers = {
  walk: 0,
  translation: 1,
  'multi-hit': 2,
  permission: 3,
  security: 4,
  'access-flag': undefined,
};
const version5WriteShift = 16;

/** The direction is in a register of its own. */
const version7Bits: BitNumbers = {
  walk: 0,
  translation: 1,
  permission: 2,
  'multi-hit': undefined,
  security: undefined,
  'access-flag': undefined,
};
const version7Write = 1 << 20;

export function sysmmuFaultStatus(
  majorVersion: number,
  fault: FaultKind,
  access: DeviceAccessKind,
): FaultStatus | undefined {
  const direction = directionOf(access);
  if (majorVersion < 5) {
    const told = alwaysRead.includes(fault) ? 'read' : direction;
    return statusOf(oldBits[direction][fault], told);
  }
  if (majorVersion < 7) {
    const bit = version5Bits[fault];
    return statusOf(bit === undefined || direction === 'read' ? bit : bit + version5WriteShift, direction);
  }
  const status = statusOf(version7Bits[fault], direction);
  const info = { name: 'FAULT_INFO', value: direction === 'write' ? version7Write : 0 };
  return status === undefined ? undefined : { direction, registers: [...status.registers, info] };
}

function statusOf(bit: number | undefined, direction: Direction): FaultStatus | undefined {
  return bit === undefined ? undefined : { direction, registers: [{ name: 'INT_STATUS', value: (1 << bit) >>> 0 }] };
}
