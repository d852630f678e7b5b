import type { Rule } from '../rule.js';
import { code } from '../words.js';

// Linux kernel/dma/swiotlb.c (6.12): swiotlb_find_slots() looks for no more than IO_TLB_SEGSIZE slots in a row.
export const mappingTooLarge: Rule = {
  id: 'dma/mapping-too-large',
  category: 'performance',
  level: 'info',
  onByDefault: false,
  summary: 'One mapping is larger than a bounce buffer can be',
  cwe: 770,
  on: {
    LARGE_MAPPING({ at, name, bytes, limit }, report) {
      report({ at, message: `${code(name)} maps ${bytes} bytes at once; a bounce buffer holds ${limit}` });
    },
  },
};
