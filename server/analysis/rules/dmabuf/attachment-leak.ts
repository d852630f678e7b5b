import { isOfDmaBuf } from '../../contract/entry.js';
import { familyNoun } from '../families.js';
import type { Rule } from '../rule.js';
import { code, nameOf, referenceNotes, showDirection } from '../words.js';

// Linux drivers/dma-buf/dma-buf.c (6.12): dma_buf_detach() frees the attachment, and only the last dma_buf_put() lets
// the exporter free the buffer.
export const attachmentLeak: Rule = {
  id: 'dmabuf/attachment-leak',
  category: 'lifecycle',
  level: 'error',
  onByDefault: true,
  summary: 'A reference, attachment or mapping of a dma-buf is not given back, or in the wrong order',
  cwe: 772,
  on: {
    REFERENCE_LEAK({ at, entry, exit }, report) {
      if (!isOfDmaBuf(entry)) return;
      report({
        at,
        message: `${nameOf(entry)}, ${familyNoun(entry)}, is not given back when ${code(exit.functionName)} fails here`,
        notes: [
          ...referenceNotes(entry),
          ...(exit.sibling === undefined ? [] : [{ at: exit.sibling, message: 'this exit gives it back' }]),
        ],
      });
    },
    REFERENCE_ORDER({ at, entry, name, before, first }, report) {
      if (!isOfDmaBuf(entry)) return;
      report({
        at,
        message: `${code(name)} comes after ${nameOf(before)} was given back, which ${nameOf(entry)} was made from`,
        notes: [...referenceNotes(entry), { at: first, message: 'given back here' }],
      });
    },
    REFERENCE_DIRECTION({ at, entry, name, direction }, report) {
      if (!isOfDmaBuf(entry) || entry.direction === undefined) return;
      const directions = `${showDirection(direction)}, but it was mapped ${showDirection(entry.direction)}`;
      report({ at, message: `${code(name)} unmaps ${directions}`, notes: referenceNotes(entry) });
    },
  },
};
