import type { Rule } from '../rule.js';
import { code, originNotes } from '../words.js';

// Linux Documentation/core-api/dma-attributes.rst (6.12): with DMA_ATTR_NO_KERNEL_MAPPING the returned value is opaque.
export const cookieAccess: Rule = {
  id: 'dma/cookie-access',
  category: 'attributes',
  level: 'error',
  onByDefault: true,
  summary: 'A cookie from an allocation without kernel mapping is used as a pointer',
  cwe: 843,
  on: {
    COOKIE_DEREF({ at, entry, access, to }, report) {
      const cookie = `the cookie that ${code(entry.origin.name)} returned`;
      const uses = {
        read: `reads through ${cookie}`,
        write: `writes through ${cookie}`,
        passed: `passes ${cookie} to ${to === undefined ? 'a function that uses it' : code(to)} as a pointer`,
      };
      report({
        at,
        message: uses[access],
        notes: originNotes(entry, 'allocated here with `DMA_ATTR_NO_KERNEL_MAPPING`'),
      });
    },
  },
};
