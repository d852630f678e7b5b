import type { Rule } from '../rule.js';
import { code } from '../words.js';

// Linux drivers/iommu/iommu.c (6.12): iommu_unmap() returns the number of bytes it unmapped, 0 where it unmapped none.
export const unmapSize: Rule = {
  id: 'iommu/unmap-size',
  category: 'iommu',
  level: 'warning',
  onByDefault: true,
  summary: '`iommu_unmap()` is given another size than was mapped, or its result is taken for an error number',
  cwe: 131,
  on: {
    IOMMU_UNMAP_RESULT({ at, name, calledAt }, report) {
      report({
        at,
        message: `takes the number of bytes ${code(name)} unmapped for an error number`,
        notes: [{ at: calledAt, message: 'returned here' }],
      });
    },
    IOMMU_UNMAP_SIZE({ at, name, given, mapped, mappedAt }, report) {
      report({
        at,
        message: `${code(name)} unmaps ${code(given)} bytes, but ${code(mapped)} were mapped`,
        notes: [{ at: mappedAt, message: 'mapped here' }],
      });
    },
  },
};
