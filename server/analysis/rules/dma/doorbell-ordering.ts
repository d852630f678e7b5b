import type { Rule } from '../rule.js';
import { code } from '../words.js';

// Linux Documentation/memory-barriers.txt (6.12), "Kernel I/O barrier effects": writel() waits for the memory writes before
// it, writel_relaxed() and the __raw accessors do not; smp_wmb() orders what other processors see, not what devices do.
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
    CPU_BARRIER_FOR_DEVICE({ at, name, writtenAt, toldAt }, report) {
      report({
        at,
        message: `${code(name)} orders nothing for the device`,
        notes: [
          { at: writtenAt, message: 'memory of the device written here' },
          { at: toldAt, message: 'the device told here' },
        ],
      });
    },
  },
};
