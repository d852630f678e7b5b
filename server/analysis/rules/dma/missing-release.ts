import { isStreaming } from '../families.js';
import type { Rule } from '../rule.js';
import { code, nameOf, originNotes } from '../words.js';

// At run time Linux kernel/dma/debug.c (6.12) says "device driver has pending DMA allocations while released from device".
export const missingRelease: Rule = {
  id: 'dma/missing-release',
  category: 'lifecycle',
  level: 'warning',
  onByDefault: true,
  summary: 'Something is mapped or allocated into a field that nothing releases',
  cwe: 772,
  on: {
    FIELD_NEVER_RELEASED({ at, entry, field }, report) {
      const [made, released] = isStreaming(entry) ? ['mapped', 'unmaps'] : ['allocated', 'frees'];
      const message = `nothing ${released} ${nameOf(entry)}, which is ${made} here and kept in ${code(field)}`;
      report({ at, message, notes: originNotes(entry) });
    },
    ARRAY_FREED_MAPPED({ at, what, handle, mappedAt, ending }, report) {
      report({
        at,
        message: `${code(what)} is freed, and what its elements keep in ${code(handle)} stays mapped: ${code(ending)} comes to no release of it`,
        notes: [{ at: mappedAt, message: 'mapped here' }],
      });
    },
  },
};
