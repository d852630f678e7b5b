import type { Rule } from '../rule.js';
import { code } from '../words.js';

// Linux include/linux/highmem-internal.h (6.12): the address of a high page is one of a window that others use next; the
// linear map, which dma_map_single() computes with, has no place for it.
export const mapHighmemKmap: Rule = {
  id: 'dma/map-highmem-kmap',
  category: 'addressability',
  level: 'error',
  onByDefault: true,
  summary: 'The address that kmap() gave for a page is mapped instead of the page',
  cwe: 704,
  on: {
    BAD_MEMORY({ at, memory, name, by }, report) {
      if (memory.kind !== 'kmap' || by === 'list') return;
      const message = `${code(name)} cannot map the address that ${code(memory.allocator)} gave; map the page`;
      report({ at, message, notes: [{ at: memory.at, message: 'made here' }] });
    },
  },
};
