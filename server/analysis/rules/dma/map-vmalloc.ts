import type { Rule } from '../rule.js';
import { code } from '../words.js';

// Linux include/linux/dma-mapping.h (6.12), dma_map_single_attrs(): warns "rejecting DMA map of vmalloc memory" and fails.
export const mapVmalloc: Rule = {
  id: 'dma/map-vmalloc',
  category: 'addressability',
  level: 'error',
  onByDefault: true,
  summary: 'Memory without a fixed linear address is mapped for DMA',
  cwe: 704,
  on: {
    BAD_MEMORY_VMALLOC({ at, what, name, allocator, allocatedAt }, report) {
      report({
        at,
        message: `${code(name)} cannot map ${code(what)}, which comes from ${code(allocator)}`,
        notes: [{ at: allocatedAt, message: 'allocated here' }],
      });
    },
  },
};
