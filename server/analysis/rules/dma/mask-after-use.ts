import type { Rule } from '../rule.js';
import { code } from '../words.js';

// Linux kernel/dma/mapping.c (6.12): a mask holds for the allocations and mappings after it.
export const maskAfterUse: Rule = {
  id: 'dma/mask-after-use',
  category: 'addressability',
  level: 'warning',
  onByDefault: true,
  summary: 'A DMA mask is set when memory was handed out under another one',
  cwe: 696,
  on: {
    MASK_AFTER_USE({ at, name, bits, user, usedAt }, report) {
      const message = `${code(name)} comes after ${code(user)} for the same device`;
      const isWider = bits !== undefined && bits >= 32;
      report({ at, message, notes: [{ at: usedAt, message: 'used here' }], ...(isWider ? { level: 'info' } : {}) });
    },
  },
};
