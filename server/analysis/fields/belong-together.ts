import type { FieldRecord } from './record.js';

/**
 * Whether the memory in one field may be what the handle in another stands for: yes where nothing is mapped into that
 * field, so that nobody can tell, else only where that memory is.
 */
export function mayBelongTogether(record: FieldRecord, handle: string, memory: string): boolean {
  let isKnown = false;
  for (const { fills } of record.fields.values()) {
    for (const { place, half, memory: mapped } of fills) {
      if (half !== 'dma' || place.name !== handle) continue;
      isKnown = true;
      if (mapped === memory) return true;
    }
  }
  return !isKnown && !record.looseNames.has(handle);
}
