import { isStreaming } from '../families.js';
import type { Rule } from '../rule.js';
import { code, originNotes, showDirection } from '../words.js';

// At run time Linux kernel/dma/debug.c (6.12) says of the same mistake:
// "device driver frees DMA memory with different direction".
export const unmapDirectionMismatch: Rule = {
  id: 'dma/unmap-direction-mismatch',
  category: 'lifecycle',
  level: 'error',
  onByDefault: true,
  summary: 'A mapping is released with another direction than it was created with',
  cwe: 628,
  on: {
    DIRECTION_MISMATCH({ at, entry, direction }, report) {
      if (entry.direction === undefined) return;
      const [releases, made] = isStreaming(entry) ? ['unmaps', 'mapped'] : ['frees', 'allocated'];
      report({
        at,
        message: `${releases} with ${showDirection(direction)} what was ${made} with ${showDirection(entry.direction)}`,
        notes: originNotes(entry),
      });
    },
    DIRECTION_NOT_KEPT({ at, parameter, field, object }, report) {
      const message = `${code(parameter)} is not kept: ${code(field)} of ${code(`struct ${object}`)}, the direction of its mappings, is never set`;
      report({ at, message });
    },
  },
};
