import type { Rule } from '../rule.js';
import { code } from '../words.js';

// Linux kernel/dma/mapping.c (6.12): dma_set_mask() fails where memory below the mask cannot be reached, and for devices
// without a mask pointer. From 32 bits on the first cannot happen, and Documentation/core-api/dma-api-howto.rst lets code
// ignore the result then; drivers are still fixed to ask, so it is told, as an information.
export const maskUnchecked: Rule = {
  id: 'dma/mask-unchecked',
  category: 'addressability',
  level: 'warning',
  onByDefault: true,
  summary: 'The result of setting a DMA mask is ignored',
  cwe: 252,
  on: {
    MASK_UNCHECKED({ at, name, bits }, report) {
      const isNarrow = bits !== undefined && bits < 32;
      report({ at, message: `the result of ${code(name)} is ignored`, ...(isNarrow ? {} : { level: 'info' }) });
    },
  },
};
