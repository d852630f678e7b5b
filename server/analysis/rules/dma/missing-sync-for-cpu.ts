import { showRegion } from '../../symbolic/term.js';
import type { Rule } from '../rule.js';
import { code, handOverNotes } from '../words.js';

export const missingSyncForCpu: Rule = {
  id: 'dma/missing-sync-for-cpu',
  category: 'ownership',
  level: 'error',
  onByDefault: true,
  summary: 'The CPU reads a buffer that still belongs to the device',
  cwe: 662,
  on: {
    MISSING_SYNC_FOR_CPU({ at, entry, region, startedAt }, report) {
      report({
        at,
        message: `the CPU reads ${code(showRegion(region))} while it still belongs to the device`,
        notes: [...handOverNotes(entry), { at: startedAt, message: 'the device started here' }],
      });
    },
    ACCESS_BEGUN_UNSYNCED({ at, name, does }, report) {
      const message =
        does === 'map'
          ? `${code(name)} maps the memory that the CPU is about to access, and nothing syncs it for the CPU`
          : `${code(name)} gives the memory to the device where the CPU begins to access it`;
      report({ at, message, notes: [] });
    },
    FIELD_SYNCED_OTHER_WAY({ at, what, name, mappedAt, readAt }, report) {
      const message = `${code(name)} gives ${code(what)} to the device, just before the CPU reads it`;
      const notes = [
        { at: mappedAt, message: 'mapped here, for the device to write' },
        { at: readAt, message: 'given here to be read' },
      ];
      report({ at, message, notes });
    },
    FIELD_READ_UNSYNCED({ at, what, handle, mappedAt, releasedAt }, report) {
      const message = `the CPU reads behind ${code(what)} before it unmaps ${code(handle)}`;
      const notes = [
        { at: mappedAt, message: 'mapped here' },
        { at: releasedAt, message: 'unmapped here' },
      ];
      report({ at, message, notes });
    },
  },
};
