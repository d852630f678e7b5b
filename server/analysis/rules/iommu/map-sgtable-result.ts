import type { Rule } from '../rule.js';
import { code } from '../words.js';

// Linux include/linux/iommu.h (6.12): iommu_map_sg() and iommu_map_sgtable() return ssize_t, the bytes that were mapped or
// a negative error number. Up to 5.14 they returned size_t and 0.
export const mapSgtableResult: Rule = {
  id: 'iommu/map-sgtable-result',
  category: 'iommu',
  level: 'error',
  onByDefault: true,
  summary: 'The signed result of `iommu_map_sgtable()` is tested as if it had no sign',
  cwe: 253,
  on: {
    IOMMU_SIZE_UNSIGNED({ at, name, calledAt, test, type }, report) {
      const kept = type === undefined ? '' : ` in ${code(type)}`;
      const tested = test === 'zero' ? 'is compared with 0' : 'counts as a size';
      report({
        at,
        message: `a negative error number of ${code(name)}${kept} ${tested}, and the failure goes unseen`,
        notes: [{ at: calledAt, message: 'returned here' }],
      });
    },
  },
};
