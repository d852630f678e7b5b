import { isStreaming } from '../families.js';
import type { Rule } from '../rule.js';
import { code, nameOf, originNotes } from '../words.js';

// Linux kernel/dma/debug.c (6.12), add_dma_entry(): "cacheline tracking EEXIST, overlapping mappings aren't supported".
export const overlappingMappings: Rule = {
  id: 'dma/overlapping-mappings',
  category: 'sharing',
  level: 'warning',
  onByDefault: true,
  summary: 'Memory is mapped again while a mapping of it is live',
  cwe: 662,
  on: {
    OVERLAPPING_MAPPINGS({ at, entry, other, isSame }, report) {
      const isAllocated = !isStreaming(other);
      const again = isSame ? 'again' : 'again in part';
      const message = isAllocated
        ? `${code(entry.origin.name)} maps memory from ${code(other.origin.name)}, which has a DMA address already`
        : `${code(entry.origin.name)} maps ${again} what is mapped as ${nameOf(other)}`;
      report({ at, message, notes: originNotes(other) });
    },
  },
};
