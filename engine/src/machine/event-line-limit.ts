import type { LimitEvent } from '../ops/event-limit.js';
import type { EventLine } from './event-text.js';

export function describeLimit(event: LimitEvent): EventLine {
  const subject = event.device;
  switch (event.id) {
    case 'MASK_NOT_SET':
      return { subject, details: `${event.hardwareBits} bits of hardware, mask of ${event.maskBits} bits` };
    case 'MASK_FAILED_UNCHECKED':
      return { subject, details: `refused at ${event.refusedAt}, still ${event.maskBits} bits` };
    case 'MAX_SEG_UNSET':
      return { subject, details: `${event.length} bytes, limit ${event.limit}` };
    case 'MAX_MAPPING_EXCEEDED':
      return { subject, details: `${event.size} bytes, limit ${event.limit}` };
  }
}
