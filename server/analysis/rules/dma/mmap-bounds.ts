import type { Rule } from '../rule.js';
import { code } from '../words.js';

// Linux mm/memory.c (6.12): remap_pfn_range() maps what it is told; only the handler knows how long the buffer is.
export const mmapBounds: Rule = {
  id: 'dma/mmap-bounds',
  category: 'mmap',
  level: 'error',
  onByDefault: true,
  summary: 'An mmap handler maps as much as the process asks for',
  cwe: 787,
  on: {
    MMAP_UNBOUNDED({ at, name, problem }, report) {
      report({ at, message: `${code(name)} maps ${problems[problem]}` });
    },
  },
};

const problems = {
  'no-check': 'a length nobody compared with the buffer',
  overflow: 'what passed a comparison of a sum that can wrap',
} as const;
