import type { Rule } from '../rule.js';
import { code } from '../words.js';

// Linux Documentation/memory-barriers.txt (6.12), "Kernel I/O barrier effects": writel() waits for the memory writes before
// it, writel_relaxed() and the __raw accessors do not.
export const doorbellOrdering: Rule = {
  id: 'dma/doorbell-ordering',
  category: 'ownership',
  level: 'warning',
  onByDefault: true,
  summary: 'The device is told of a descriptor by a register write that may pass the memory writes before it',
  cwe: 662,
  on: {
    DOORBELL_UNORDERED({ at, name, field, writtenAt }, report) {
      report({
        at,
        message: `${code(name)} may reach the device before ${code(field)} does`,
        notes: [{ at: writtenAt, message: `${code(field)} written here` }],
      });
    },
  },
};
