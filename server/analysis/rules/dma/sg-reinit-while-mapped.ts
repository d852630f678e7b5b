import type { Rule } from '../rule.js';
import { code, originNotes } from '../words.js';

const does = { built: 'changes', freed: 'frees', mapped: 'maps' } as const;

export const sgReinitWhileMapped: Rule = {
  id: 'dma/sg-reinit-while-mapped',
  category: 'lifecycle',
  level: 'error',
  onByDefault: true,
  summary: 'A scatterlist is built anew, freed or mapped again while it is mapped',
  cwe: 666,
  on: {
    LIST_CHANGED_MAPPED({ at, entry, name, how }, report) {
      report({ at, message: `${code(name)} ${does[how]} a list that is still mapped`, notes: originNotes(entry) });
    },
  },
};
