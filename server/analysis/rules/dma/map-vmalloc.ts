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
    BAD_MEMORY({ at, memory, name, by }, report) {
      if (memory.kind !== 'vmalloc' || by === 'list') return;
      report({
        at,
        message: `${code(name)} cannot map ${code(memory.what)}, which comes from ${code(memory.allocator)}`,
        notes: [{ at: memory.at, message: 'allocated here' }],
      });
    },
  },
};
