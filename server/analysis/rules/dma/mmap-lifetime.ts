import type { Rule } from '../rule.js';
import { code } from '../words.js';

// Off: whether a process can get that far depends on what else the driver forbids.
export const mmapLifetime: Rule = {
  id: 'dma/mmap-lifetime',
  category: 'mmap',
  level: 'info',
  onByDefault: false,
  summary: 'Memory can be freed while user space still has it mapped',
  cwe: 416,
  on: {
    FREED_WHILE_SEEN({ at, name, what, mappedAt, from }, report) {
      const when = from === 'ioctl' ? 'from an ioctl' : 'when the driver is unbound';
      const message = `${code(name)} frees ${code(what)} ${when}, while user space may have it mapped`;
      report({
        at,
        message,
        notes: [{ at: mappedAt, message: 'mapped to user space here, and no reference is taken' }],
      });
    },
  },
};
