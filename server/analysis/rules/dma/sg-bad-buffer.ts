import type { Rule } from '../rule.js';
import { code } from '../words.js';

// Linux include/linux/scatterlist.h (6.12): sg_set_buf() takes the page of an address in the linear map, and checks only with
// CONFIG_DEBUG_SG that it is one.
export const sgBadBuffer: Rule = {
  id: 'dma/sg-bad-buffer',
  category: 'addressability',
  level: 'error',
  onByDefault: true,
  summary: 'An entry of a scatterlist points to memory that has no page for the device',
  cwe: 590,
  on: {
    BAD_MEMORY({ at, memory, name, by }, report) {
      if (by !== 'list') return;
      const what = memory.kind === 'literal' ? 'a string literal' : code(memory.what);
      const notes =
        memory.kind === 'literal' || memory.at === undefined ? [] : [{ at: memory.at, message: 'from here' }];
      report({ at, message: `${code(name)} is given ${what}, which ${places[memory.kind]}`, notes });
    },
  },
};

const places = {
  stack: 'is on the stack',
  static: 'is part of the module',
  literal: 'is part of the module',
  vmalloc: 'has pages all over the memory',
  kmap: 'is the address of a high page',
  iomem: 'stands for registers',
} as const;
