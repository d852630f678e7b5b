import type { Rule } from '../rule.js';
import { code } from '../words.js';

// Linux kernel/dma/mapping.c, dma_pgprot() (6.12). ARM ARM: two mappings of one page with different memory types lose
// coherency.
export const mmapPgprot: Rule = {
  id: 'dma/mmap-pgprot',
  category: 'mmap',
  level: 'warning',
  onByDefault: true,
  summary: 'User space sees memory with other caching than the kernel does',
  cwe: 664,
  on: {
    PAGE_PROTECTION({ at, name, problem, protection, setAt }, report) {
      const notes = [{ at: setAt, message: 'set here' }];
      switch (problem) {
        case 'cached':
          report({ at, message: `${code(name)} with ${code(protection)} maps memory the kernel sees cached`, notes });
          return;
        case 'contradicted':
          report({ at, message: `${code(name)} combines writes, and ${code(protection)} before it does not`, notes });
          return;
        case 'overridden': {
          const message = `${code(name)} chooses the protection; ${code(protection)} before it stays on coherent devices`;
          report({ at, message, notes, level: 'info' });
        }
      }
    },
  },
};
