import type { Rule } from '../rule.js';

// Linux include/linux/scatterlist.h (6.12): entries that an IOMMU merged have other DMA lengths than CPU lengths.
export const sgLengthNotDmaLen: Rule = {
  id: 'dma/sg-length-not-dma-len',
  category: 'addressability',
  level: 'warning',
  onByDefault: true,
  summary: 'The length of a list entry goes with an address of the other side',
  cwe: 131,
  on: {
    SG_WRONG_LENGTH({ at, problem, addressAt, isOne }, report) {
      const message = problems[problem];
      const notes = [{ at: addressAt, message: 'the address' }];
      report({ at, message, notes, ...(isOne ? { level: 'info' } : {}) });
    },
  },
};

const problems = {
  'cpu-length': '`sg->length` goes with a DMA address, which has another length where entries were merged',
  'dma-length': '`sg_dma_len` goes with a CPU address, and is only set in a mapped list',
} as const;
