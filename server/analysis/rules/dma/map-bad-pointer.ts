import type { Rule } from '../rule.js';
import { code } from '../words.js';

// Linux kernel/dma/debug.c (6.12): "device driver maps memory from invalid address"; a mapping of no bytes has no meaning.
export const mapBadPointer: Rule = {
  id: 'dma/map-bad-pointer',
  category: 'addressability',
  level: 'error',
  onByDefault: true,
  summary: 'A pointer that leads to no kernel memory is mapped for DMA',
  cwe: 476,
  on: {
    BAD_POINTER({ at, name, problem, allocated }, report) {
      const from = allocated === undefined ? '' : `${code(allocated.what)} from ${code(allocated.allocator)}`;
      const notes = allocated === undefined ? [] : [{ at: allocated.at, message: 'allocated here' }];
      report({ at, message: `${code(name)} maps ${mapped(problem, from)}`, notes });
    },
    MAPPED_OTHER_SPACE({ at, name, what, space, declaredAt }, report) {
      if (space !== 'user') return;
      const message = `${code(name)} maps ${code(what)}, which is declared ${code('__user')}`;
      report({ at, message, notes: [{ at: declaredAt, message: 'declared here' }] });
    },
  },
};

function mapped(problem: 'null' | 'untested' | 'error-pointer' | 'no-bytes', from: string): string {
  switch (problem) {
    case 'null':
      return 'NULL';
    case 'untested':
      return `${from}, which nobody compared with NULL`;
    case 'error-pointer':
      return `${from}, which may be an error pointer`;
    case 'no-bytes':
      return '0 bytes';
  }
}
