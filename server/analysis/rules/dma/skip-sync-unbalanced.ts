import type { Rule } from '../rule.js';
import { code } from '../words.js';

export const skipSyncUnbalanced: Rule = {
  id: 'dma/skip-sync-unbalanced',
  category: 'attributes',
  level: 'warning',
  onByDefault: true,
  summary: 'A map or an unmap skips the sync, and nothing does it instead',
  cwe: 662,
  on: {
    SKIPPED_SYNC({ at, problem, name, otherAt, startedAt }, report) {
      if (problem === 'for-cpu') {
        const message = `${code(name)} skips the sync for the CPU, which reads the buffer afterwards`;
        report({ at, message, notes: [{ at: otherAt, message: 'read here' }] });
        return;
      }
      const started =
        startedAt === undefined ? [] : [{ at: startedAt, message: 'the device is given the address here' }];
      const message = `${code(name)} skips the sync for the device of what the CPU wrote before`;
      report({ at, message, notes: [{ at: otherAt, message: 'written here' }, ...started] });
    },
  },
};
