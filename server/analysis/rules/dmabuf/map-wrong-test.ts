import { isOfDmaBuf } from '../../contract/entry.js';
import type { Rule } from '../rule.js';
import { code, referenceNotes, showSign, showUse } from '../words.js';

// Linux drivers/dma-buf/dma-buf.c (6.12): dma_buf_get(), dma_buf_export(), dma_buf_attach() and dma_buf_map_attachment()
// return an error pointer, never NULL.
export const mapWrongTest: Rule = {
  id: 'dmabuf/map-wrong-test',
  category: 'lifecycle',
  level: 'error',
  onByDefault: true,
  summary: 'What may be an error pointer of the dma-buf framework is tested for NULL, or not at all',
  cwe: 253,
  on: {
    WRONG_ERROR_CHECK({ at, entry, test }, report) {
      if (!isOfDmaBuf(entry)) return;
      const { name } = entry.origin;
      const message = `takes ${showSign(test)} for failure, but ${code(name)} returns an error pointer when it fails`;
      report({ at, message, notes: referenceNotes(entry) });
    },
    REFERENCE_UNCHECKED({ at, entry, use }, report) {
      if (!isOfDmaBuf(entry)) return;
      report({
        at,
        message: `${code(entry.origin.name)} may return an error pointer, and it is used unchecked: ${showUse(use)}`,
        notes: [...referenceNotes(entry), { at: use.at, message: 'used here' }],
      });
    },
  },
};
