import { apiByName } from '../../api/index.js';
import type { Rule } from '../rule.js';
import { code, originNotes, showSign } from '../words.js';

// Linux kernel/dma/mapping.c (6.12): dma_map_sg() returns an unsigned count, 0 for every failure; dma_map_sgtable()
// returns 0 for success and a negative error.
export const sgMapWrongTest: Rule = {
  id: 'dma/sg-map-wrong-test',
  category: 'lifecycle',
  level: 'error',
  onByDefault: true,
  summary: 'The result of mapping a scatterlist is tested for the wrong failure value',
  cwe: 253,
  on: {
    WRONG_ERROR_CHECK({ at, entry, test }, report) {
      if (entry.family !== 'sg') return;
      const { name } = entry.origin;
      report({
        at,
        message: `takes ${showSign(test)} for failure, but ${code(name)} returns ${failureOf(name)} when it fails`,
        notes: originNotes(entry),
      });
    },
  },
};

function failureOf(name: string): string {
  const row = apiByName(name);
  return row?.does === 'map' && row.returns !== 'entries-mapped' ? 'a negative error' : '0';
}
