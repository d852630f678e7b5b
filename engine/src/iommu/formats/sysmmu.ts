// Exynos SYSMMU page tables. Source: drivers/iommu/exynos-iommu.c (6.12), mistakes included.

import type { PageTableFormat, Register } from './format.js';
import { mapOne } from './sysmmu-map.js';
import { sysmmuFaultStatus } from './sysmmu-fault.js';
import { level2Words, type SysmmuConfig, type SysmmuContext, sysmmuTree } from './sysmmu-context.js';
import { unmapOne } from './sysmmu-unmap.js';
import { largePageBytes, linkWord, meaningOf, sectionBytes, smallPageBytes } from './sysmmu-words.js';
import { addTable, TableEdit, type Tables, takeTable, type WordCoding } from './tables.js';
import { treeFormat } from './tree-format.js';
import { words32 } from './word.js';

export type { SysmmuConfig } from './sysmmu-context.js';

export function sysmmuFormat(config: SysmmuConfig): PageTableFormat {
  const { encoding } = config;
  const coding: WordCoding<number> = {
    ...words32,
    describe: (level, word) => meaningOf(encoding, word, level === 1 ? 1 : 2),
  };
  const begin = (tables: Tables): SysmmuContext => {
    return { config, edit: new TableEdit(tables, coding), unused: Number(tables.root.initialWord) };
  };
  const common = treeFormat(sysmmuTree, coding, 2 ** 32);
  return {
    ...common,
    name: config.name,
    pageSizes: [smallPageBytes, largePageBytes, sectionBytes],
    expresses: ({ plain: 'read-only', shifted: 'read-and-write', unprotected: 'nothing' } as const)[encoding],
    flushesAfterMap: false,
    create(placement) {
      if (encoding === 'unprotected') return common.create(placement);
      // Version 3.3 keeps faulting first-level words in a cache and would go on faulting after they
      // are filled, so every unused word links to one table that is always empty.
      const { wordBytes } = coding;
      const { at, supply } = takeTable(placement.lower, level2Words * wordBytes);
      const tables = common.create({ ...placement, lower: supply });
      const root = { ...tables.root, initialWord: linkWord(encoding, at) };
      const alwaysEmpty = { level: 2, address: at, wordCount: level2Words, wordBytes, initialWord: 0 } as const;
      return addTable({ ...tables, root }, alwaysEmpty);
    },
    map: (tables, request) => mapOne(begin(tables), request),
    unmap: (tables, request) => unmapOne(begin(tables), request),
    registers: (tables) => registersOf(config, tables),
    faultStatus: ({ fault }, access) => sysmmuFaultStatus(config.version.major, fault, access),
  };
}

function registersOf(config: SysmmuConfig, tables: Tables): readonly Register[] {
  const unit = config.encoding === 'shifted' ? smallPageBytes : 1;
  return [{ name: 'table-base', value: Math.floor(tables.root.address / unit) }];
}
