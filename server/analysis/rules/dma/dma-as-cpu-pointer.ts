import type { Rule } from '../rule.js';
import { code } from '../words.js';

// Linux Documentation/core-api/dma-api-howto.rst (6.12): the CPU uses virtual addresses, devices use DMA addresses.
export const dmaAsCpuPointer: Rule = {
  id: 'dma/dma-as-cpu-pointer',
  category: 'addressability',
  level: 'error',
  onByDefault: true,
  summary: 'A DMA address is used as a CPU pointer',
  cwe: 704,
  on: {
    DMA_TO_POINTER({ at, what, sink }, report) {
      const use = sink === 'dereferenced' ? sink : `accessed by ${code(sink)}`;
      report({ at, message: `the DMA address ${code(what)} is cast to a pointer and ${use}` });
    },
  },
};
