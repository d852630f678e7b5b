// ARM short descriptors, as used by Qualcomm, MediaTek and Renesas IOMMUs.
// Source: drivers/iommu/io-pgtable-arm-v7s.c (6.12), mistakes included.

import type { PageTableFormat, Register } from './format.js';
import { TableEdit, type Tables, type WordCoding } from './tables.js';
import { treeFormat } from './tree-format.js';
import { treeOf, type V7sConfig, type V7sContext } from './v7s-context.js';
import { mediatekStatus, qualcommStatus } from './v7s-fault.js';
import { mapPages } from './v7s-map.js';
import { unmapPages } from './v7s-unmap.js';
import { meaningOf } from './v7s-words.js';
import { words32 } from './word.js';

export type { V7sConfig } from './v7s-context.js';

export function v7sFormat(config: V7sConfig): PageTableFormat {
  const coding: WordCoding<number> = {
    ...words32,
    describe: (level, word) => meaningOf(config.quirks, word, level === 1 ? 1 : 2),
  };
  const begin = (tables: Tables): V7sContext => ({ config, edit: new TableEdit(tables, coding) });
  return {
    ...treeFormat(treeOf(config), coding, 2 ** config.inputBits),
    name: config.name,
    pageSizes: [0x1000, 0x10000, 0x100000, 0x1000000],
    expresses: config.quirks.includes('no-perms') ? 'nothing' : 'read-only',
    flushesAfterMap: config.flushesAfterMap,
    map: (tables, request) => mapPages(begin(tables), request),
    unmap: (tables, request) => unmapPages(begin(tables), request),
    registers: (tables) => registersOf(config, tables),
    faultStatus: ({ fault }, access) => {
      return config.quirks.includes('mtk-ext') ? mediatekStatus(fault, access) : qualcommStatus(fault, access);
    },
  };
}

/** Memory types by remap index: 0 strongly ordered, 1 device, 4 normal, 7 normal write-back. */
const primaryRegionRemap = 0x800b8204;
const normalMemoryRemap = 0x40004000;
const shareableWalk = 0x2;
/** Not outer shareable, inner and outer write-back write-allocate. */
const cachedWalk = 0x68;

function registersOf(config: V7sConfig, tables: Tables): readonly Register[] {
  const root = tables.root.address;
  const low = root % 2 ** 32;
  const attributes = shareableWalk | (config.isWalkCoherent ? cachedWalk : 0);
  const isMediatek = config.quirks.includes('mtk-ext');
  const ttbr = (low | (isMediatek ? Math.floor(root / 2 ** 32) : attributes)) >>> 0;
  return [
    { name: 'ttbr', value: ttbr },
    { name: 'tcr', value: 0 },
    { name: 'prrr', value: primaryRegionRemap },
    { name: 'nmrr', value: normalMemoryRemap },
  ];
}
