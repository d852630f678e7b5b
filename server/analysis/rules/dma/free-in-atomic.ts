import { causeNote, showCause } from '../contexts.js';
import type { Rule } from '../rule.js';
import { code } from '../words.js';

// Linux kernel/dma/mapping.c (6.12): dma_free_attrs() warns where interrupts are off, because memory
// that was mapped anew for the device is given back by vunmap().
export const freeInAtomic: Rule = {
  id: 'dma/free-in-atomic',
  category: 'context',
  level: 'error',
  onByDefault: true,
  summary: 'Coherent memory is freed with interrupts off, or where nothing may sleep',
  cwe: 833,
  on: {
    FREED_IN_ATOMIC({ at, name, irqsOff, cause }, report) {
      const message = `${code(name)} is called ${irqsOff ? 'with interrupts off ' : ''}${showCause(cause)}`;
      report({ at, message, notes: [causeNote(cause)], ...(irqsOff ? {} : { level: 'warning' }) });
    },
  },
};
