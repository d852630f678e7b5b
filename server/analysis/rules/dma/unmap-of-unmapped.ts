import { isStreaming } from '../families.js';
import type { Rule } from '../rule.js';
import { code, originNotes } from '../words.js';

// Linux kernel/dma/debug.c (6.12) tells the error value, "device driver tries to free an invalid DMA memory address", from
// an address without a record, "device driver tries to free DMA memory it has not allocated".
export const unmapOfUnmapped: Rule = {
  id: 'dma/unmap-of-unmapped',
  category: 'lifecycle',
  level: 'error',
  onByDefault: true,
  summary: 'Something is released that was never mapped on this path',
  cwe: 763,
  on: {
    UNMAP_INVALID_ADDRESS({ at, entry, name }, report) {
      const failed = isStreaming(entry) ? 'mapping' : 'allocation';
      report({
        at,
        message: `${code(name)} releases what the ${failed} did not give: it failed on this path`,
        notes: originNotes(entry, 'failed here'),
      });
    },
    FIELD_NEVER_FILLED({ at, name, field, object }, report) {
      const where = `${code(field)} of ${code(`struct ${object}`)}`;
      report({
        at,
        message: `${code(name)} releases ${where}, and nothing ever puts anything there`,
        level: 'warning',
      });
    },
    UNMAP_NOT_MAPPED({ at, name, what, declaredAt }, report) {
      report({
        at,
        message: `${code(name)} releases ${code(what)}, which was never mapped on this path`,
        notes: declaredAt === undefined ? [] : [{ at: declaredAt, message: 'declared here' }],
      });
    },
  },
};
