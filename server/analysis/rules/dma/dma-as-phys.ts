import type { Rule } from '../rule.js';
import { code } from '../words.js';

// Linux Documentation/core-api/dma-api-howto.rst (6.12): CPU physical addresses and DMA addresses are different spaces.
export const dmaAsPhys: Rule = {
  id: 'dma/dma-as-phys',
  category: 'addressability',
  level: 'error',
  onByDefault: true,
  summary: 'A DMA address is used as a physical address',
  cwe: 704,
  on: {
    DMA_TO_PHYS({ at, sink, what }, report) {
      report({ at, message: `${code(sink)} takes the DMA address ${code(what)} for a physical one` });
    },
  },
};
