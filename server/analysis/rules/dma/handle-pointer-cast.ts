import type { Rule } from '../rule.js';
import { code } from '../words.js';

// Linux include/linux/types.h (6.12): dma_addr_t has 32 or 64 bits, by the configuration.
export const handlePointerCast: Rule = {
  id: 'dma/handle-pointer-cast',
  category: 'addressability',
  level: 'error',
  onByDefault: true,
  summary: 'A DMA address is written through a pointer to another type',
  cwe: 787,
  on: {
    HANDLE_POINTER_CAST({ at, name, type }, report) {
      report({ at, message: `${code(name)} writes a ${code('dma_addr_t')} over ${code(type)}` });
    },
  },
};
