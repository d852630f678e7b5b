import type { Rule } from '../rule.js';
import { code } from '../words.js';

// Linux Documentation/core-api/dma-api-howto.rst (6.12): CPU physical addresses and DMA addresses are different spaces.
export const physAsDma: Rule = {
  id: 'dma/phys-as-dma',
  category: 'addressability',
  level: 'error',
  onByDefault: true,
  summary: 'A physical address is given to the device in place of a DMA address',
  cwe: 704,
  on: {
    PHYS_AS_DMA({ at, conversion, convertedAt, sink }, report) {
      report({
        at,
        message: `${code(sink)} gives the device a physical address from ${code(conversion)}`,
        notes: [{ at: convertedAt, message: 'converted here' }],
      });
    },
    PHYS_TO_DMA_CALL({ at, conversion, convertedAt, sink }, report) {
      report({
        at,
        message: `${code(sink)} gets a physical address from ${code(conversion)} in place of a DMA address`,
        notes: [{ at: convertedAt, message: 'converted here' }],
      });
    },
    PHYS_OF_REGISTERS({ at, conversion, what, declaredAt }, report) {
      report({
        at,
        message: `${code(conversion)} of ${code(what)}, which are registers, is no address of them`,
        notes: [{ at: declaredAt, message: 'declared `__iomem` here' }],
      });
    },
    PHYS_OF_COHERENT({ at, conversion, what, isMapped }, report) {
      if (isMapped) return;
      report({ at, message: `${code(conversion)} of memory from ${code(what)} is no address of it` });
    },
  },
};
