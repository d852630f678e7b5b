import { showTerm } from '../../symbolic/term.js';
import type { Rule } from '../rule.js';
import { code, originNotes } from '../words.js';

// At run time Linux kernel/dma/debug.c (6.12) says "device driver frees DMA memory with different CPU address", or finds no
// record when it is the DMA address that differs.
export const freeArgumentMismatch: Rule = {
  id: 'dma/free-argument-mismatch',
  category: 'lifecycle',
  level: 'error',
  onByDefault: true,
  summary: 'DMA memory is freed with an address that is not its own',
  cwe: 763,
  on: {
    CPU_ADDRESS_MISMATCH({ at, entry, cpu }, report) {
      report({
        at,
        message: `frees CPU address ${code(showTerm(cpu))}, which is not what ${code(entry.origin.name)} returned`,
        notes: originNotes(entry),
      });
    },
    DMA_ADDRESS_MISMATCH({ at, entry, dma }, report) {
      report({
        at,
        message: `frees DMA address ${code(showTerm(dma))}, which is not the one ${code(entry.origin.name)} gave`,
        notes: originNotes(entry),
      });
    },
  },
};
