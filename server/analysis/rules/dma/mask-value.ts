import type { Rule } from '../rule.js';
import { code } from '../words.js';

// Linux include/linux/dma-mapping.h (6.12): DMA_BIT_MASK(n) has the n lowest bits set; a mask without them refuses all memory.
export const maskValue: Rule = {
  id: 'dma/mask-value',
  category: 'addressability',
  level: 'warning',
  onByDefault: true,
  summary: 'A DMA mask has a value that is no mask',
  cwe: 682,
  on: {
    MASK_VALUE({ at, name, shown, problem }, report) {
      report({ at, message: `${code(shown)} given to ${code(name)} is ${problems[problem]}` });
    },
  },
};

const problems = {
  'bit-count': 'a number of bits, not a mask',
  'not-a-mask': 'not made of the lowest bits',
  'out-of-range': 'wider than any address',
} as const;
