import { directionOf, type FaultKind, type FaultStatus } from './fault.js';
import type { LpaeConfig } from './lpae-config.js';
import type { DeviceAccessKind } from './word-meaning.js';

/** Linux drivers/iommu/arm/arm-smmu/arm-smmu.h (6.12), `ARM_SMMU_CB_FSR_`. */
const smmuBits: Readonly<Record<FaultKind, number | undefined>> = {
  translation: 1 << 1,
  'access-flag': 1 << 2,
  permission: 1 << 3,
  walk: 1 << 4,
  'multi-hit': 1 << 5,
  security: undefined,
};
const smmuWrite = 1 << 4;

/** Linux drivers/iommu/arm/arm-smmu-v3/arm-smmu-v3.h (6.12) and ARM IHI 0070, 7.3: numbers of event records. */
const eventNumbers: Readonly<Record<FaultKind, number | undefined>> = {
  walk: 0x0b,
  translation: 0x10,
  'access-flag': 0x12,
  permission: 0x13,
  'multi-hit': 0x20,
  security: undefined,
};

/** A Mali GPU reports through its own driver, which is not modeled. */
export function lpaeFaultStatus(
  reporter: LpaeConfig['reporter'],
  fault: FaultKind,
  access: DeviceAccessKind,
): FaultStatus | undefined {
  const direction = directionOf(access);
  switch (reporter) {
    case 'smmu': {
      const bit = smmuBits[fault];
      if (bit === undefined) return undefined;
      const syndrome = direction === 'write' ? smmuWrite : 0;
      return {
        direction,
        registers: [
          { name: 'FSR', value: bit },
          { name: 'FSYNR0', value: syndrome },
        ],
      };
    }
    case 'smmu-v3': {
      const number = eventNumbers[fault];
      return number === undefined ? undefined : { direction, registers: [{ name: 'EVENT', value: number }] };
    }
    case 'mali':
      return fault === 'multi-hit' || fault === 'security' ? undefined : { direction, registers: [] };
  }
}
