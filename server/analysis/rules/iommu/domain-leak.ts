import { isOfIommu } from '../../contract/entry.js';
import type { Rule } from '../rule.js';
import { code, nameOf, referenceNotes } from '../words.js';

// Linux drivers/iommu/iommu.c (6.12): iommu_domain_free() does not detach, and nothing frees a domain with its device.
export const domainLeak: Rule = {
  id: 'iommu/domain-leak',
  category: 'iommu',
  level: 'warning',
  onByDefault: true,
  summary: 'An IOMMU domain stays allocated or attached when a function fails, or is freed while it is attached',
  cwe: 772,
  on: {
    REFERENCE_LEAK({ at, entry, exit }, report) {
      if (!isOfIommu(entry)) return;
      const what = entry.family === 'iommu-domain' ? 'is not freed' : 'stays attached';
      report({
        at,
        message: `${nameOf(entry)} ${what} when ${code(exit.functionName)} fails here`,
        notes: [
          ...referenceNotes(entry),
          ...(exit.sibling === undefined ? [] : [{ at: exit.sibling, message: 'this exit undoes it' }]),
        ],
      });
    },
    REFERENCE_ORDER({ at, entry, before, first }, report) {
      if (!isOfIommu(entry)) return;
      report({
        at,
        message: `detaches ${nameOf(before)}, which is freed already`,
        notes: [...referenceNotes(entry), { at: first, message: 'freed here' }],
      });
    },
  },
};
