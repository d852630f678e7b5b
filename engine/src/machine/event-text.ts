import { hexAddress } from '../address/spaces.js';
import type { ByteRange } from '../ops/event-base.js';
import type { WriteRef } from '../state/write-ref.js';

/** What an event is about, and the rest of it, in a few words. */
export interface EventLine {
  readonly subject: string;
  readonly details: string;
}

export function printRange({ start, length }: ByteRange): string {
  return `${hexAddress(start)}+0x${length.toString(16)}`;
}

export function printWrite(write: WriteRef): string {
  return write.by === 'nobody' ? 'initial' : `${write.by}@${write.step}`;
}
