import type { Rule } from '../rule.js';
import { code } from '../words.js';

// Linux include/linux/scatterlist.h (6.12): dma_address and dma_length are written by dma_map_sg().
export const sgAddressBeforeMap: Rule = {
  id: 'dma/sg-address-before-map',
  category: 'addressability',
  level: 'error',
  onByDefault: true,
  summary: 'The DMA side of a list is read while the list is not mapped',
  cwe: 908,
  on: {
    SG_READ_BEFORE_MAP({ at, name, mappedAt }, report) {
      const notes = mappedAt === undefined ? [] : [{ at: mappedAt, message: 'mapped here' }];
      report({ at, message: `${code(name)} is read before the list is mapped`, notes });
    },
    SG_READ_AFTER_UNMAP({ at, name, unmappedAt }, report) {
      const notes = [{ at: unmappedAt, message: 'unmapped here' }];
      const message = `${code(name)} is read after the list was unmapped`;
      // The length stays what it was with all of the kernel's implementations, the address is somebody else's.
      if (name === 'sg_dma_len') report({ at, message, level: 'info', notes });
      else report({ at, message, notes });
    },
  },
};
