import type { LimitEvent } from '../ops/event-limit.js';
import { count, type Names } from './names.js';

export function explainLimit(event: LimitEvent, names: Names): string {
  switch (event.id) {
    case 'MASK_NOT_SET':
      return `${event.device} has ${event.hardwareBits} address bits, but its driver never set a mask, so it can be given addresses of ${event.maskBits} bits.`;
    case 'MASK_FAILED_UNCHECKED':
      return `The mask that the driver of ${event.device} asked for at ${names.step(event.refusedAt)} was refused; it goes on with the old one of ${event.maskBits} bits.`;
    case 'MAX_SEG_UNSET':
      return `An entry of ${count(event.length)} is longer than the ${count(event.limit)} that ${event.device} is taken to manage, because its driver never set another limit.`;
    case 'MAX_MAPPING_EXCEEDED':
      return `${event.device} maps ${count(event.size)} at once, but can map ${count(event.limit)} at most.`;
  }
}
