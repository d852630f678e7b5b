import { showTerm } from '../../symbolic/term.js';
import { isStreaming } from '../families.js';
import type { Rule } from '../rule.js';
import { code, nameOf, originNotes } from '../words.js';

export const deviceMismatch: Rule = {
  id: 'dma/device-mismatch',
  category: 'lifecycle',
  level: 'error',
  onByDefault: true,
  summary: 'A mapping is released or synced for another device than it was made for',
  cwe: 628,
  on: {
    DEVICE_MISMATCH({ at, entry, device, name }, report) {
      const made = entry.device === undefined ? 'another device' : code(showTerm(entry.device));
      const how = isStreaming(entry) ? 'mapped' : 'allocated';
      const message = `${code(name)} is given ${code(showTerm(device))}, but ${nameOf(entry)} was ${how} for ${made}`;
      report({ at, message, notes: originNotes(entry) });
    },
  },
};
