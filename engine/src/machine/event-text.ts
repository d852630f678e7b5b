import { hexAddress } from '../address/spaces.js';
import type { ByteRange, LeakExit } from '../ops/event-base.js';
import type { MapId, StepId } from '../state/ids.js';
import type { WriteRef } from '../state/write-ref.js';
import type { Names } from './names.js';

/** What an event is about, and the rest of it, in a few words. */
export interface EventLine {
  readonly subject: string;
  readonly details: string;
}

/** The name of a mapping, where there is one. */
export function nameMaybe(names: Names, id: MapId | undefined): string {
  return id === undefined ? '-' : names.mapping(id);
}

export function printRange({ start, length }: ByteRange): string {
  return `${hexAddress(start)}+0x${length.toString(16)}`;
}

export function printWrite(write: WriteRef): string {
  return write.by === 'nobody' ? 'initial' : `${write.by}@${write.step}`;
}

export function printLeak(since: StepId, exit: LeakExit): string {
  return exit === 'driver unbound' ? `since ${since}` : `since ${since}, ${exit}`;
}
