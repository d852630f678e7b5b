import type { Rule } from '../rule.js';
import { code } from '../words.js';

export const pointerInDmaMemory: Rule = {
  id: 'dma/pointer-in-dma-memory',
  category: 'security',
  level: 'warning',
  onByDefault: true,
  summary: 'A kernel pointer is kept where the device can write, and followed when it is read back',
  cwe: 822,
  on: {
    POINTER_FROM_DEVICE({ at, what, storedAt, readAt, isTrusted }, report) {
      const message = `${code(what)} is followed, a kernel pointer that the device may have changed`;
      report({
        at,
        message,
        notes: [
          { at: storedAt, message: 'stored here' },
          { at: readAt, message: 'read back here' },
        ],
        ...(isTrusted ? { level: 'info' } : {}),
      });
    },
  },
};
