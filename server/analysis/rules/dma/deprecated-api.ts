import type { Rule } from '../rule.js';
import { code } from '../words.js';

// The names and the versions that lost them: written/old-names.ts.
export const deprecatedApi: Rule = {
  id: 'dma/deprecated-api',
  category: 'addressability',
  level: 'error',
  onByDefault: true,
  summary: 'A function that the kernel no longer has is called',
  cwe: 477,
  on: {
    OLD_NAME({ at, name, instead, since, isGone, family }, report) {
      if (family !== 'any') return;
      const message = `${code(name)} ${isGone ? 'is gone' : 'is deprecated'} since ${since}; use ${instead}`;
      report({ at, message, ...(isGone ? {} : { level: 'info' }) });
    },
  },
};
