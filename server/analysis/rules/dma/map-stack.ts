import type { Rule } from '../rule.js';
import { code } from '../words.js';

// Linux kernel/dma/debug.c (6.12): "device driver maps memory from stack", without VMAP_STACK. With it the stack is vmalloc
// memory, which dma_map_single_attrs() (include/linux/dma-mapping.h) refuses.
export const mapStack: Rule = {
  id: 'dma/map-stack',
  category: 'addressability',
  level: 'error',
  onByDefault: true,
  summary: 'A buffer on the stack is used for DMA',
  cwe: 590,
  on: {
    BAD_MEMORY({ at, memory, name, by }, report) {
      if (memory.kind !== 'stack' || by === 'list') return;
      report({
        at,
        message: `${code(name)} uses ${code(memory.what)} on the stack for DMA`,
        notes: memory.at === undefined ? [] : [{ at: memory.at, message: 'declared here' }],
      });
    },
  },
};
