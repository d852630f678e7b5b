import { directionOf, type FaultKind, type FaultStatus } from './fault.js';
import type { DeviceAccessKind } from './word-meaning.js';

/** Linux drivers/iommu/msm_iommu.c (6.12), print_ctx_regs: the names of the bits. */
const qualcommBits: Readonly<Record<FaultKind, number | undefined>> = {
  translation: 0x02,
  'access-flag': 0x04,
  permission: 0x08,
  walk: 0x20,
  'multi-hit': 0x80,
  security: undefined,
};
/** The driver configures faults to stall the transaction. */
const stalled = 0x40000000;

export function qualcommStatus(fault: FaultKind, access: DeviceAccessKind): FaultStatus | undefined {
  const bit = qualcommBits[fault];
  if (bit === undefined) return undefined;
  return { direction: directionOf(access), registers: [{ name: 'FSR', value: bit | stalled }] };
}

/** Linux drivers/iommu/mtk_iommu.c (6.12), `F_INT_TRANSLATION_FAULT` and the lines below; its words have no permissions. */
const mediatekBits: Readonly<Record<FaultKind, number | undefined>> = {
  translation: 0x01,
  'multi-hit': 0x02,
  walk: 0x04,
  permission: undefined,
  'access-flag': undefined,
  security: undefined,
};

export function mediatekStatus(fault: FaultKind, access: DeviceAccessKind): FaultStatus | undefined {
  const bit = mediatekBits[fault];
  if (bit === undefined) return undefined;
  return { direction: directionOf(access), registers: [{ name: 'FAULT_ST1', value: bit }] };
}
