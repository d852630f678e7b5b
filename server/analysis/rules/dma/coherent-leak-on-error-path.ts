import type { Rule } from '../rule.js';
import { code, nameOf, originNotes, undoneNotes } from '../words.js';

// devm_ memory that holds the pointer goes away by itself; what dma_alloc_coherent() returned does not (Linux
// Documentation/driver-api/driver-model/devres.rst, 6.12: only the dmam_ functions are managed).
export const coherentLeakOnErrorPath: Rule = {
  id: 'dma/coherent-leak-on-error-path',
  category: 'lifecycle',
  level: 'error',
  onByDefault: true,
  summary: 'Memory allocated for DMA stays behind when a function fails',
  cwe: 401,
  on: {
    LEAK_ALLOCATION({ at, entry, exit }, report) {
      const name = nameOf(entry);
      report({
        at,
        message:
          exit.how === 'container-freed'
            ? `${name} is not freed, but the object that holds it is`
            : `${name} is not freed when ${code(exit.functionName)} fails here`,
        notes: [
          ...originNotes(entry),
          ...(exit.sibling === undefined ? [] : [{ at: exit.sibling, message: 'this exit releases it' }]),
          ...undoneNotes(exit),
        ],
      });
    },
  },
};
