import type { Rule } from '../rule.js';
import { code } from '../words.js';

// Linux include/linux/dma-mapping.h (5.9, 5.10): dma_alloc_noncoherent() got a direction and dma_cache_sync() went.
export const removedNoncoherentApi: Rule = {
  id: 'dma/removed-noncoherent-api',
  category: 'attributes',
  level: 'error',
  onByDefault: true,
  summary: 'Non-coherent memory is handled as before Linux 5.10',
  cwe: 477,
  on: {
    OLD_NAME({ at, name, instead, since, family }, report) {
      if (family !== 'noncoherent') return;
      report({ at, message: `${code(name)} is gone since ${since}; use ${instead}` });
    },
  },
};
