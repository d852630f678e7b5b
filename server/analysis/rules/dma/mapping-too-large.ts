import type { Rule } from '../rule.js';
import { code } from '../words.js';

// Linux include/linux/swiotlb.h (6.12): IO_TLB_SEGSIZE slots, 256 KiB, are the most that one bounce buffer holds.
export const mappingTooLarge: Rule = {
  id: 'dma/mapping-too-large',
  category: 'performance',
  level: 'info',
  onByDefault: false,
  summary: 'One mapping is larger than a bounce buffer can be',
  cwe: 770,
  on: {
    LARGE_MAPPING({ at, name, bytes }, report) {
      report({ at, message: `${code(name)} maps ${bytes} bytes at once; a bounce buffer holds 262144` });
    },
  },
};
