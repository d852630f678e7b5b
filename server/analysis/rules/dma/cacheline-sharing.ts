import type { Rule } from '../rule.js';
import { code } from '../words.js';

// Linux Documentation/core-api/dma-api-howto.rst (6.12): the ends of a buffer must not share a cacheline with other data.
export const cachelineSharing: Rule = {
  id: 'dma/cacheline-sharing',
  category: 'sharing',
  level: 'warning',
  onByDefault: true,
  summary: 'A buffer the device writes shares a cacheline with what the CPU writes',
  cwe: 662,
  on: {
    SHARED_CACHELINE({ at, name, member, struct, neighbor, memberAt, neighborAt, writtenAt, isMild }, report) {
      const notes = [
        { at: memberAt, message: 'the buffer' },
        { at: neighborAt, message: 'what shares its line' },
        { at: writtenAt, message: 'written here' },
      ];
      const message = `${code(struct.startsWith('<') ? member : `${struct}.${member}`)} given to ${code(name)} shares a cacheline with ${code(neighbor)}`;
      report({ at, message, notes, ...(isMild ? { level: 'info' } : {}) });
    },
  },
};
