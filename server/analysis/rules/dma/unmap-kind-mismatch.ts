import { familyNoun } from '../families.js';
import type { Rule } from '../rule.js';
import { code, originNotes } from '../words.js';

// At run time Linux kernel/dma/debug.c (6.12) says of the same mistake:
// "device driver frees DMA memory with wrong function". Single and page mappings are one kind there.
export const unmapKindMismatch: Rule = {
  id: 'dma/unmap-kind-mismatch',
  category: 'lifecycle',
  level: 'error',
  onByDefault: true,
  summary: 'Something is released by a function of another family than the one that made it',
  cwe: 762,
  on: {
    FUNCTION_MISMATCH({ at, entry, name }, report) {
      report({
        at,
        message: `${code(name)} does not release ${familyNoun(entry)}, which ${code(entry.origin.name)} made`,
        notes: originNotes(entry),
      });
    },
  },
};
