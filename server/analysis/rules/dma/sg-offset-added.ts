import type { Rule } from '../rule.js';
import { code } from '../words.js';

// Linux kernel/dma/direct.c (6.12), dma_direct_map_sg(): the address is that of page and offset together.
export const sgOffsetAdded: Rule = {
  id: 'dma/sg-offset-added',
  category: 'addressability',
  level: 'error',
  onByDefault: true,
  summary: 'The offset of a list entry is added to its DMA address',
  cwe: 682,
  on: {
    SG_OFFSET_ADDED({ at, list }, report) {
      report({ at, message: `${code(`${list}->offset`)} is in ${code(`sg_dma_address(${list})`)} already` });
    },
  },
};
