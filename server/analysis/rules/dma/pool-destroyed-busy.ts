import type { Rule } from '../rule.js';
import { code, nameOf, originNotes } from '../words.js';

export const poolDestroyedBusy: Rule = {
  id: 'dma/pool-destroyed-busy',
  category: 'lifecycle',
  level: 'error',
  onByDefault: true,
  summary: 'A DMA pool is destroyed while blocks of it are in use',
  cwe: 416,
  on: {
    POOL_DESTROYED_BUSY({ at, entry, name }, report) {
      const message = `${code(name)} destroys a pool while ${nameOf(entry)}, a block of it, is not given back`;
      report({ at, message, notes: originNotes(entry) });
    },
    POOL_USED_DESTROYED({ at, entry, name, first }, report) {
      const message = `${code(name)} gives a block back to ${nameOf(entry)}, which was destroyed before`;
      report({ at, message, notes: [...originNotes(entry, 'created here'), { at: first, message: 'destroyed here' }] });
    },
  },
};
