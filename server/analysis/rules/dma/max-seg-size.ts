import type { Rule } from '../rule.js';
import { code } from '../words.js';

// Linux include/linux/dma-mapping.h, dma_get_max_seg_size() (6.12): 64 KiB unless a driver says otherwise.
export const maxSegSize: Rule = {
  id: 'dma/max-seg-size',
  category: 'performance',
  level: 'info',
  onByDefault: true,
  summary: 'A list of pages is mapped for a device that names no limit for a segment',
  cwe: 770,
  on: {
    SEGMENT_SIZE({ at, name, mappedAt }, report) {
      const message = `entries that ${code(name)} makes may exceed the 64 KiB assumed without ${code('dma_set_max_seg_size()')}`;
      report({ at, message, notes: [{ at: mappedAt, message: 'mapped here' }] });
    },
  },
};
