import type { Rule } from '../rule.js';
import { code } from '../words.js';

// Linux Documentation/core-api/dma-api-howto.rst (6.12): devices use DMA addresses, never virtual ones.
export const cpuPointerAsDma: Rule = {
  id: 'dma/cpu-pointer-as-dma',
  category: 'addressability',
  level: 'error',
  onByDefault: true,
  summary: 'A CPU pointer is given to the device',
  cwe: 704,
  on: {
    POINTER_TO_DMA({ at, what, sink }, report) {
      report({ at, message: `${code(sink)} is given the CPU address that ${code(what)} returned` });
    },
  },
};
