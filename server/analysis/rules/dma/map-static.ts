import type { Rule } from '../rule.js';
import { code } from '../words.js';

// Linux kernel/module/main.c (6.12): a module lies where vmalloc memory does, outside the linear map, and its constants are
// read-only. kernel/dma/debug.c: "device driver maps memory from kernel text or rodata".
export const mapStatic: Rule = {
  id: 'dma/map-static',
  category: 'addressability',
  level: 'error',
  onByDefault: true,
  summary: 'Memory of the module itself is used for DMA',
  cwe: 590,
  on: {
    BAD_MEMORY({ at, memory, name, by }, report) {
      if ((memory.kind !== 'static' && memory.kind !== 'literal') || by === 'list') return;
      if (memory.kind === 'literal') {
        report({ at, message: `${code(name)} uses a string literal for DMA` });
        return;
      }
      const message = `${code(name)} uses ${code(memory.what)}, which is part of the module, for DMA`;
      report({ at, message, notes: memory.at === undefined ? [] : [{ at: memory.at, message: 'declared here' }] });
    },
  },
};
