import type { Rule } from '../rule.js';
import { code, handOverNotes } from '../words.js';

export const missingSyncForDevice: Rule = {
  id: 'dma/missing-sync-for-device',
  category: 'ownership',
  level: 'error',
  onByDefault: true,
  summary: 'A buffer goes back to the device without a sync after the CPU wrote to it',
  cwe: 662,
  on: {
    ACCESS_ENDED_UNSYNCED({ at, name }, report) {
      const message = `${code(name)} gives the memory to the CPU where its access ends, and nothing gives it to the device`;
      report({ at, message, notes: [] });
    },
    MISSING_SYNC_FOR_DEVICE({ at, entry, wroteAt }, report) {
      report({
        at,
        message: 'the device gets the buffer back, and nothing synced what the CPU wrote to it',
        notes: [...handOverNotes(entry), { at: wroteAt, message: 'written here' }],
      });
    },
  },
};
