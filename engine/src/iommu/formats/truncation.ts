import { type Iova, type PhysAddr, physAddr } from '../../address/spaces.js';
import type { FormatQuirks } from './format-quirk.js';
import type { TableEdit } from './tables.js';
import type { Word } from './word.js';

/** A physical address on its way into words that have room for `bits` bits of it. */
export interface NarrowedAddress {
  readonly iova: Iova;
  readonly pa: PhysAddr;
  readonly bits: number;
}

/** Whether the address is refused. Linux cuts it off without an error instead (quirk Q25). */
export function refusesWideAddress<W extends Word>(
  edit: TableEdit<W>,
  kernelQuirks: FormatQuirks,
  { iova, pa, bits }: NarrowedAddress,
): boolean {
  if (pa < 2 ** bits || kernelQuirks.has('Q25')) return false;
  edit.warn({ kind: 'address-out-of-range', iova });
  return true;
}

/** Notes what was lost, once the words are written. */
export function noteTruncation<W extends Word>(edit: TableEdit<W>, { pa, bits }: NarrowedAddress): void {
  if (2 ** bits <= pa) edit.truncate({ pa, kept: physAddr(pa % 2 ** bits) });
}
