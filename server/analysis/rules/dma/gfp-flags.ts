import type { Rule } from '../rule.js';
import { code } from '../words.js';

// Linux kernel/dma/mapping.c (6.12): dma_alloc_attrs() warns and fails with __GFP_COMP and takes zone flags away;
// __dma_alloc_pages() warns and fails with either.
export const gfpFlags: Rule = {
  id: 'dma/gfp-flags',
  category: 'addressability',
  level: 'warning',
  onByDefault: true,
  summary: 'A flag that has no place in a DMA allocation is given to one',
  cwe: 628,
  on: {
    GFP_FLAGS({ at, name, flag, problem }, report) {
      const message = `${code(flag)} ${problems[problem]} ${code(name)}`;
      report({ at, message, ...(problem === 'ignored' ? { level: 'info' } : {}) });
    },
    ATOMIC_ALLOCATION({ at, name, flag }, report) {
      report({ at, message: `${code(flag)} takes from the reserves for ${code(name)} where the caller may sleep` });
    },
  },
};

const problems = {
  refused: 'is refused by',
  ignored: 'is ignored by',
  alone: 'without `GFP_KERNEL` or `GFP_ATOMIC` is given to',
  misplaced: 'is no allocation flag and is given to',
} as const;
