import type { Rule } from '../rule.js';
import { code, nameOf, originNotes } from '../words.js';

export const managedMixed: Rule = {
  id: 'dma/managed-mixed',
  category: 'lifecycle',
  level: 'error',
  onByDefault: true,
  summary: 'Memory that the driver core frees is freed as other memory, or the reverse',
  cwe: 415,
  on: {
    MANAGED_MIXED({ at, entry, name, isManaged }, report) {
      const message = isManaged
        ? `${code(name)} frees ${nameOf(entry)}, which the driver core frees again`
        : `${code(name)} frees ${nameOf(entry)}, of which the driver core has no record`;
      report({ at, message, notes: originNotes(entry) });
    },
  },
};
