import { showRegion } from '../../symbolic/term.js';
import type { Rule } from '../rule.js';
import { code, originNotes } from '../words.js';

export const noncoherentWithoutSync: Rule = {
  id: 'dma/noncoherent-without-sync',
  category: 'ownership',
  level: 'error',
  onByDefault: true,
  summary: 'Cached memory is shared with the device without a sync',
  cwe: 662,
  on: {
    NONCOHERENT_UNSYNCED({ at, entry, region, startedAt, access }, report) {
      const what = code(showRegion(region));
      const message =
        access === 'read'
          ? `the CPU reads ${what} without a sync after the device was started`
          : `the CPU writes to ${what}, and the device is started without a sync`;
      report({ at, message, notes: [...originNotes(entry), { at: startedAt, message: 'the device is started here' }] });
    },
    VMAP_UNSYNCED({ at, access, startedAt }, report) {
      const message =
        access === 'read'
          ? 'the CPU reads non-contiguous memory without a sync after the device was started'
          : 'the CPU writes to non-contiguous memory, and the device is started without a sync';
      report({ at, message, notes: [{ at: startedAt, message: 'the device is started here' }] });
    },
  },
};
