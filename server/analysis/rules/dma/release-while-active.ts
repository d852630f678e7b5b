import type { Rule } from '../rule.js';

export const releaseWhileActive: Rule = {
  id: 'dma/release-while-active',
  category: 'lifecycle',
  level: 'warning',
  onByDefault: true,
  summary: 'DMA memory is released while the device or a handler may still be using it',
  cwe: 416,
  on: {},
};
