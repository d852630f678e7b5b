import type { Rule } from '../rule.js';
import { code, listOf, originNotes } from '../words.js';

// Linux Documentation/core-api/dma-attributes.rst (6.12) and kernel/dma/mapping.c: an allocation is set up by its
// attributes, and its release looks at the attributes it is given, not at those.
export const attrsMismatch: Rule = {
  id: 'dma/attrs-mismatch',
  category: 'attributes',
  level: 'error',
  onByDefault: true,
  summary: 'DMA memory is freed or mapped with other attributes than it was allocated with',
  cwe: 628,
  on: {
    ATTR_MISMATCH({ at, entry, name, missing, extra }, report) {
      const parts = [
        ...(missing.length === 0 ? [] : [`lacks ${listOf(missing)}, which the allocation has`]),
        ...(extra.length === 0 ? [] : [`has ${listOf(extra)}, which the allocation lacks`]),
      ];
      report({ at, message: `${code(name)} ${parts.join(', and ')}`, notes: originNotes(entry) });
    },
  },
};
