import type { Rule } from '../rule.js';
import { code } from '../words.js';

// Linux Documentation/core-api/dma-api.rst (6.12): dma_map_resource() maps what lies on the bus, by its physical address.
export const mapIomem: Rule = {
  id: 'dma/map-iomem',
  category: 'addressability',
  level: 'error',
  onByDefault: true,
  summary: 'The address of device registers is mapped as if it were memory',
  cwe: 704,
  on: {
    BAD_MEMORY({ at, memory, name, by }, report) {
      if (memory.kind !== 'iomem' || by === 'list') return;
      const message = `${code(name)} cannot map the address that ${code(memory.allocator)} gave`;
      report({ at, message, notes: [{ at: memory.at, message: 'mapped for the CPU here' }] });
    },
    MAPPED_OTHER_SPACE({ at, name, what, space, declaredAt }, report) {
      if (space !== 'iomem') return;
      const message = `${code(name)} cannot map ${code(what)}, which is declared ${code('__iomem')}`;
      report({ at, message, notes: [{ at: declaredAt, message: 'declared here' }] });
    },
  },
};
