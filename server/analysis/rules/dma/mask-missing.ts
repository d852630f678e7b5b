import type { Rule } from '../rule.js';
import { code } from '../words.js';

// Linux Documentation/core-api/dma-api-howto.rst (6.12): the kernel assumes 32 bits until a driver says otherwise.
export const maskMissing: Rule = {
  id: 'dma/mask-missing',
  category: 'addressability',
  level: 'warning',
  onByDefault: true,
  summary: 'A driver uses DMA and never says how many address bits its device has',
  cwe: 665,
  on: {
    MASK_MISSING({ at, name, bus, wideAt }, report) {
      const message = `${code(name)} is used for a ${bus} device whose DMA mask nothing sets`;
      if (wideAt === undefined) report({ at, message, level: 'info' });
      else report({ at, message, notes: [{ at: wideAt, message: 'the device takes more than 32 bits' }] });
    },
  },
};
