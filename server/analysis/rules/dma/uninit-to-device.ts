import type { Rule } from '../rule.js';
import { code } from '../words.js';

// Linux mm/kmsan/hooks.c, kmsan_handle_dma() (6.12) checks the same at run time.
export const uninitToDevice: Rule = {
  id: 'dma/uninit-to-device',
  category: 'security',
  level: 'info',
  onByDefault: false,
  summary: 'Memory nobody wrote is given to the device',
  cwe: 200,
  on: {
    UNWRITTEN_BYTES({ at, name, member, allocator, allocatedAt }, report) {
      const message = `${code(name)} gives the device memory from ${code(allocator)} whose ${code(member)} nobody wrote`;
      report({ at, message, notes: [{ at: allocatedAt, message: 'allocated here' }] });
    },
  },
};
