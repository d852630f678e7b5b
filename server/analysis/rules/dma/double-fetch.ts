import type { Rule } from '../rule.js';
import { code } from '../words.js';

export const doubleFetch: Rule = {
  id: 'dma/double-fetch',
  category: 'security',
  level: 'warning',
  onByDefault: true,
  summary: 'A value that the device can write is checked, and then read again for its use',
  cwe: 367,
  on: {
    DEVICE_VALUE_READ_TWICE({ at, what, checkedAt, isTrusted }, report) {
      report({
        at,
        message: `${code(what)} is read again, and the device may have changed it since it was checked`,
        notes: [{ at: checkedAt, message: 'checked here' }],
        ...(isTrusted ? { level: 'info' } : {}),
      });
    },
  },
};
