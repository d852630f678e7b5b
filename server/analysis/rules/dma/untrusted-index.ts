import type { Rule } from '../rule.js';
import { code } from '../words.js';

const uses = { index: 'an index', offset: 'an offset', length: 'a length', end: 'the end of a walk' } as const;

export const untrustedIndex: Rule = {
  id: 'dma/untrusted-index',
  category: 'security',
  level: 'warning',
  onByDefault: true,
  summary: 'A value that the device can write is used as an index, offset or length that nothing bounds',
  cwe: 129,
  on: {
    DEVICE_VALUE_UNBOUNDED({ at, what, use, readAt, size, isTrusted }, report) {
      const of = size === undefined ? '' : ` into ${size} elements`;
      report({
        at,
        message: `${code(what)}, which the device can write, is used as ${uses[use]}${of}, and nothing bounds it`,
        notes: [{ at: readAt, message: 'read here' }],
        ...(isTrusted ? { level: 'info' } : {}),
      });
    },
  },
};
