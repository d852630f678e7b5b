import { showTerm } from '../../symbolic/term.js';
import type { Rule } from '../rule.js';
import { code, nameOf, originNotes } from '../words.js';

export const bufferFreedWhileMapped: Rule = {
  id: 'dma/buffer-freed-while-mapped',
  category: 'lifecycle',
  level: 'error',
  onByDefault: true,
  summary: 'Memory is freed while it is mapped for DMA',
  cwe: 416,
  on: {
    BUFFER_FREED_MAPPED({ at, entry, name }, report) {
      const what = entry.cpu === undefined ? nameOf(entry) : code(showTerm(entry.cpu));
      const message = `${code(name)} frees ${what}, which is still mapped`;
      report({ at, message, notes: originNotes(entry) });
    },
    UNMAPPED_AFTER_FREE({ at, dma, name, buffer }, report) {
      const address = code(showTerm(dma));
      report({ at, message: `${code(name)} unmaps ${address} after ${code(showTerm(buffer))} was freed` });
    },
  },
};
