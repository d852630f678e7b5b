import type { Rule } from '../rule.js';
import { code } from '../words.js';

// Linux include/linux/dma-mapping.h (6.12): DMA_MAPPING_ERROR is ~(dma_addr_t)0, which 32 bits cannot hold with a 64-bit
// dma_addr_t.
export const handleTruncated: Rule = {
  id: 'dma/handle-truncated',
  category: 'addressability',
  level: 'warning',
  onByDefault: true,
  summary: 'A DMA address is kept in a narrower variable',
  cwe: 197,
  on: {
    HANDLE_TRUNCATED({ at, name, type, maskBits, testedAt }, report) {
      const isLost = maskBits === undefined || maskBits <= 32;
      const reason = isLost ? 'the test does not see the error value' : `the mask allows ${maskBits} bits`;
      const message = `the result of ${code(name)} is kept in ${code(type)}: ${reason}`;
      report({ at, message, notes: testedAt === undefined ? [] : [{ at: testedAt, message: 'tested here' }] });
    },
    HANDLE_NARROWED({ at, what, type, maskBits, wideAt }, report) {
      const reason = wideAt === undefined ? `the mask allows ${maskBits} bits` : 'more bits of it are used elsewhere';
      const message = `the DMA address ${code(what)} is kept in ${code(type)}: ${reason}`;
      report({ at, message, notes: wideAt === undefined ? [] : [{ at: wideAt, message: 'more than 32 bits here' }] });
    },
  },
};
