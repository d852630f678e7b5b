import type { Rule } from '../rule.js';
import { code } from '../words.js';

// Linux kernel/dma/mapping.c (6.12): dma_mmap_coherent() knows where the pages are; the CPU address may be remapped and
// the DMA address translated.
export const mmapPfn: Rule = {
  id: 'dma/mmap-pfn',
  category: 'mmap',
  level: 'error',
  onByDefault: true,
  summary: 'Coherent memory is mapped to user space by a frame number that is not its own',
  cwe: 704,
  on: {
    PHYS_OF_COHERENT({ at, conversion, what, isMapped }, report) {
      if (!isMapped) return;
      report({ at, message: `${code(conversion)} of memory from ${code(what)} is no frame to map to user space` });
    },
    HANDLE_AS_PFN({ at, sink }, report) {
      report({ at, message: `${code(sink)} takes a DMA address for a physical one` });
    },
  },
};
