import type { Rule } from '../rule.js';
import { originNotes, showWrongCount } from '../words.js';

// Linux Documentation/core-api/dma-api.rst (6.12): the count given to dma_map_sg(), not the one it returned. At run time
// kernel/dma/debug.c says "device driver frees DMA sg list with different entry count".
export const unmapSgNents: Rule = {
  id: 'dma/unmap-sg-nents',
  category: 'lifecycle',
  level: 'error',
  onByDefault: true,
  summary: 'A scatterlist is unmapped with another entry count than it was mapped with',
  cwe: 131,
  on: {
    SG_WRONG_COUNT(event, report) {
      report({ at: event.at, message: showWrongCount('unmaps', event), notes: originNotes(event.entry) });
    },
  },
};
