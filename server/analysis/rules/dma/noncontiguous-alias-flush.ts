import type { Rule } from '../rule.js';
import { code } from '../words.js';

// Off: caches that go by virtual addresses alias on ARMv5 and some ARMv6 and MIPS only.
export const noncontiguousAliasFlush: Rule = {
  id: 'dma/noncontiguous-alias-flush',
  category: 'ownership',
  level: 'info',
  onByDefault: false,
  summary: 'A second kernel address of non-contiguous memory is used without flushing or invalidating its range',
  cwe: 662,
  on: {
    ALIAS_UNFLUSHED({ at, problem, name, syncedAt }, report) {
      const message =
        problem === 'read'
          ? 'the CPU reads through `dma_vmap_noncontiguous()` without `invalidate_kernel_vmap_range()`'
          : 'the CPU writes through `dma_vmap_noncontiguous()` without `flush_kernel_vmap_range()`';
      report({ at, message, notes: [{ at: syncedAt, message: `the pages are synced here, by ${code(name)}` }] });
    },
  },
};
