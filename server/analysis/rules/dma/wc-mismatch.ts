import type { Rule } from '../rule.js';
import { code } from '../words.js';

// Linux kernel/dma/mapping.c (6.12): a free is set up by the attributes it is given, and so is the memory type of a user
// mapping.
export const wcMismatch: Rule = {
  id: 'dma/wc-mismatch',
  category: 'attributes',
  level: 'error',
  onByDefault: true,
  summary: 'Write-combined memory is freed or shown to user space as coherent memory, or the reverse',
  cwe: 628,
  on: {
    WRITE_COMBINE_MISMATCH({ at, name, what, allocator, allocatedAt }, report) {
      report({
        at,
        message: `${code(name)} is given ${code(what)}, which ${code(allocator)} allocated`,
        notes: [{ at: allocatedAt, message: 'allocated here' }],
      });
    },
  },
};
