import { isOfIommu } from '../../contract/entry.js';
import type { Rule } from '../rule.js';
import { code, referenceNotes, showSign, showUse } from '../words.js';

// Linux include/linux/iommu.h and drivers/iommu/iommu.c (6.12).
const failures = { 'is-err': 'returns NULL', null: 'returns an error pointer' } as const;

export const mapUnchecked: Rule = {
  id: 'iommu/map-unchecked',
  category: 'iommu',
  level: 'error',
  onByDefault: true,
  summary: 'Nobody looks whether an IOMMU domain was made, attached or mapped to',
  cwe: 252,
  on: {
    IOMMU_RESULT_IGNORED({ at, name }, report) {
      report({ at, message: `${code(name)} can fail, and nothing looks at its result` });
    },
    WRONG_ERROR_CHECK({ at, entry, test }, report) {
      if (!isOfIommu(entry) || (test !== 'is-err' && test !== 'null')) return;
      const failure = `${code(entry.origin.name)} ${failures[test]} when it fails`;
      report({ at, message: `takes ${showSign(test)} for failure, but ${failure}`, notes: referenceNotes(entry) });
    },
    REFERENCE_UNCHECKED({ at, entry, use }, report) {
      if (!isOfIommu(entry)) return;
      report({
        at,
        message: `the domain may not be there and is used unchecked: ${showUse(use)}`,
        notes: [...referenceNotes(entry), { at: use.at, message: 'used here' }],
      });
    },
  },
};
