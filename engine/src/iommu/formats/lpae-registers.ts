// Registers of an LPAE walker. Source: drivers/iommu/io-pgtable-arm.c (6.12).

import { invariant } from '../../data/invariant.js';
import type { Register } from './format.js';
import type { LpaeShape } from './lpae-config.js';
import type { Tables } from './tables.js';

/** Memory types by index: 0 non-cacheable, 1 write-back, 2 device, 3 outer write-back only; sign-extended by Linux. */
const memoryAttributes = 0xffff_ffff_f404_ff44n;
const maliMemoryAttributes = 0x88_8d88;
const maliTableMode = 0x7;
const maliOuterShareable = 0x10;

const granuleCodes: ReadonlyMap<number, number> = new Map([
  [0x1000, 0],
  [0x10000, 1],
  [0x4000, 2],
]);
/** The field is an index into these. */
const outputWidths = [32, 36, 40, 42, 44, 48, 52];

export function registersOf(shape: LpaeShape, tables: Tables): readonly Register[] {
  const root = tables.root.address;
  switch (shape.encoding.regime) {
    case 'stage-1':
      return [
        { name: 'ttbr', value: root },
        ...translationControl(shape, 'ips'),
        { name: 'mair', value: memoryAttributes },
      ];
    case 'stage-2':
      return [
        { name: 'vttbr', value: root },
        ...translationControl(shape, 'ps'),
        { name: 'sl', value: startLevel(shape) },
      ];
    case 'mali': {
      const mode = maliTableMode | (shape.encoding.isWalkCoherent ? maliOuterShareable : 0);
      return [
        // The root is aligned beyond the mode bits.
        { name: 'transtab', value: root + mode },
        { name: 'memattr', value: maliMemoryAttributes },
      ];
    }
  }
}

function translationControl(shape: LpaeShape, outputWidth: 'ips' | 'ps'): readonly Register[] {
  const { granule, isWalkCoherent } = shape.encoding;
  const granuleCode = granuleCodes.get(granule);
  const outputCode = outputWidths.indexOf(shape.outputBits);
  invariant(granuleCode !== undefined && 0 <= outputCode, 'the registers can express this configuration');
  const cacheability = isWalkCoherent ? 1 : 0;
  return [
    { name: 'tsz', value: 64 - shape.inputBits },
    { name: outputWidth, value: outputCode },
    { name: 'tg', value: granuleCode },
    { name: 'sh', value: isWalkCoherent ? 3 : 2 },
    { name: 'orgn', value: cacheability },
    { name: 'irgn', value: cacheability },
  ];
}

function startLevel({ tree, encoding }: LpaeShape): number {
  const level = tree[0].level + (encoding.granule === 0x1000 ? 1 : 0);
  return ~level & 3;
}
