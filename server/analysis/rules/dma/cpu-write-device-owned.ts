import { showRegion } from '../../symbolic/term.js';
import type { Rule } from '../rule.js';
import { code, handOverNotes } from '../words.js';

export const cpuWriteDeviceOwned: Rule = {
  id: 'dma/cpu-write-device-owned',
  category: 'ownership',
  level: 'error',
  onByDefault: true,
  summary: 'The CPU writes to a buffer after handing it to the device',
  cwe: 662,
  on: {
    CPU_WRITE_DEVICE_OWNED({ at, entry, region, before }, report) {
      const next = before === undefined ? [] : [{ at: before, message: 'no sync for the device up to here' }];
      report({
        at,
        message: `the CPU writes to ${code(showRegion(region))} while it belongs to the device`,
        notes: [...handOverNotes(entry), ...next],
      });
    },
  },
};
