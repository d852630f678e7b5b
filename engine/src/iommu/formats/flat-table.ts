// What formats with one table of 4 KiB pages share.

import { offsetBy, type Iova } from '../../address/spaces.js';
import { indexAt, type TableLevel } from './table-records.js';
import type { TableEdit } from './tables.js';
import type { Word } from './word.js';

export const flatPageBytes = 0x1000;

/** The only level there is, for so many bytes of IOVAs from anywhere. */
export function flatLevel(iovaBytes: number): TableLevel {
  return { level: 1, entryBytes: flatPageBytes, words: iovaBytes / flatPageBytes };
}

/** Gives `count` words from the one for `iova` on a new value each. */
export function updateFlatWords<W extends Word>(
  edit: TableEdit<W>,
  level: TableLevel,
  iova: Iova,
  count: number,
  next: (old: W, index: number) => W,
): void {
  for (let index = 0; index < count; index += 1) {
    const slot = edit.at(edit.root, indexAt(level, offsetBy(iova, index * flatPageBytes)));
    edit.write(slot, next(edit.read(slot), index));
  }
}
