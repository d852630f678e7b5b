import type { Rule } from '../rule.js';
import { code } from '../words.js';

// Linux kernel/dma/mapping.c (6.12): dma_mmap_attrs() starts vm_pgoff pages into the allocation, or fails with -ENXIO.
export const mmapPgoff: Rule = {
  id: 'dma/mmap-pgoff',
  category: 'mmap',
  level: 'error',
  onByDefault: true,
  summary: 'An offset that chose the buffer counts as an offset into it',
  cwe: 682,
  on: {
    MMAP_SELECTOR({ at, name, usedAt }, report) {
      const notes = [{ at: usedAt, message: 'chosen here' }];
      report({ at, message: `${code(name)} starts ${code('vm_pgoff')} pages into the buffer it chose`, notes });
    },
  },
};
