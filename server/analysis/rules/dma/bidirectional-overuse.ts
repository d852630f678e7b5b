import type { Rule } from '../rule.js';
import { code } from '../words.js';

// Linux kernel/dma/direct.h, arch/arm64/mm/dma-mapping.c (6.12): both ways are cleaned at the map and invalidated at the
// unmap.
export const bidirectionalOveruse: Rule = {
  id: 'dma/bidirectional-overuse',
  category: 'performance',
  level: 'info',
  onByDefault: false,
  summary: 'Memory is mapped for both ways and used for one',
  cwe: 1176,
  on: {
    ONE_WAY_ONLY({ at, name }, report) {
      report({ at, message: `${code(name)} maps for both ways what the CPU never reads afterwards` });
    },
  },
};
