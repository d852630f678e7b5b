import type { Rule } from '../rule.js';
import { code } from '../words.js';

// Linux kernel/dma/mapping.c (6.12): get_dma_ops() and the mask checks dereference the device.
export const nullDevice: Rule = {
  id: 'dma/null-device',
  category: 'addressability',
  level: 'error',
  onByDefault: true,
  summary: 'The DMA API is called without a device',
  cwe: 476,
  on: {
    NULL_DEVICE({ at, name }, report) {
      report({ at, message: `${code(name)} is given no device` });
    },
  },
};
