import type { Rule } from '../rule.js';
import { code, originNotes } from '../words.js';

// Linux kernel/dma/mapping.c (6.12): dma_alloc_attrs() gives zeroed memory on every backend, since 5.0.
export const redundantZeroing: Rule = {
  id: 'dma/redundant-zeroing',
  category: 'performance',
  level: 'info',
  onByDefault: true,
  summary: 'Memory that comes zeroed is zeroed once more',
  cwe: 1164,
  on: {
    REDUNDANT_ZEROING({ at, entry, name, isOnlyWay }, report) {
      const message = isOnlyWay
        ? `${code('dma_pool_zalloc')} does what ${code(entry.origin.name)} and ${code(name)} do`
        : `memory from ${code(entry.origin.name)} is zeroed already`;
      report({ at, message, notes: originNotes(entry) });
    },
    ZERO_FLAG({ at, name }, report) {
      report({ at, message: `${code('__GFP_ZERO')} asks ${code(name)} for what it does anyway` });
    },
  },
};
