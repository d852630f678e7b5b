// ARM LPAE tables of stage 1 and 2, as used by SMMU v1 to v3 and the IPMMU, and their Mali variant.
// Source: drivers/iommu/io-pgtable-arm.c (6.12).

import { invariant } from '../../data/invariant.js';
import type { PageTableFormat } from './format.js';
import { type LpaeConfig, shapeOf } from './lpae-config.js';
import type { LpaeContext } from './lpae-context.js';
import { lpaeFaultStatus } from './lpae-fault.js';
import { mapPages } from './lpae-map.js';
import { registersOf } from './lpae-registers.js';
import { unmapPages } from './lpae-unmap.js';
import { meaningOf } from './lpae-words.js';
import { TableEdit, type Tables, type WordCoding } from './tables.js';
import { treeFormat } from './tree-format.js';
import { words64 } from './word.js';

export type { LpaeConfig } from './lpae-config.js';

export function lpaeFormat(config: LpaeConfig): PageTableFormat {
  const shape = shapeOf(config);
  const { tree, encoding } = shape;
  const coding: WordCoding<bigint> = {
    ...words64,
    describe(level, word) {
      const shapeOfLevel = tree.find((it) => it.level === level);
      invariant(shapeOfLevel !== undefined, 'the word is of a level the tables have');
      return meaningOf(encoding, word, level, shapeOfLevel.entryBytes);
    },
  };
  const begin = (tables: Tables): LpaeContext => {
    return { shape, kernelQuirks: config.kernelQuirks, edit: new TableEdit(tables, coding) };
  };
  return {
    ...treeFormat(tree, coding, 2 ** shape.inputBits),
    name: config.name,
    pageSizes: shape.pageSizes,
    expresses: encoding.regime === 'stage-1' ? 'read-only' : 'read-and-write',
    flushesAfterMap: false,
    map: (tables, request) => mapPages(begin(tables), request),
    unmap: (tables, request) => unmapPages(begin(tables), request),
    registers: (tables) => registersOf(shape, tables),
    faultStatus: ({ fault }, access) => lpaeFaultStatus(config.reporter, fault, access),
  };
}
