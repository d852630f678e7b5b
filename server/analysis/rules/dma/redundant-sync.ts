import type { Rule } from '../rule.js';
import { code } from '../words.js';

// Linux Documentation/core-api/dma-api.rst (6.12): mapping hands memory to the device, unmapping hands it to the CPU.
export const redundantSync: Rule = {
  id: 'dma/redundant-sync',
  category: 'performance',
  level: 'info',
  onByDefault: false,
  summary: 'A sync does what the call beside it does',
  cwe: 1164,
  on: {
    NEEDLESS_SYNC({ at, name, beside, besideAt }, report) {
      const message = `${code(name)} does nothing that ${code(beside)} does not do`;
      report({ at, message, notes: [{ at: besideAt, message: 'here' }] });
    },
  },
};
