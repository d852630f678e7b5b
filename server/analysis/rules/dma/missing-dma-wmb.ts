import type { Rule } from '../rule.js';
import { code } from '../words.js';

// Linux Documentation/memory-barriers.txt (6.12), "Cache coherency vs DMA" and the example of dma_wmb(): the device must
// not see the descriptor become its own before it can see what is in it.
export const missingDmaWmb: Rule = {
  id: 'dma/missing-dma-wmb',
  category: 'ownership',
  level: 'warning',
  onByDefault: false,
  summary: 'A descriptor is given to the device without a barrier after it was filled',
  cwe: 662,
  on: {
    OWNER_WRITTEN_UNORDERED({ at, owner, field, fieldAt, testedAt }, report) {
      report({
        at,
        message: `${code(owner)} gives the descriptor to the device with no \`dma_wmb()\` after ${code(field)}`,
        notes: [
          { at: fieldAt, message: `${code(field)} written here` },
          { at: testedAt, message: `${code(owner)} says here whose the descriptor is` },
        ],
      });
    },
  },
};
