// Unmapping short descriptors. Source: drivers/iommu/io-pgtable-arm-v7s.c (6.12), mistakes included.

import { alignDown } from '../../address/align.js';
import type { Iova, PhysAddr } from '../../address/spaces.js';
import { offsetBy } from '../../address/spaces.js';
import type { UnmapRequest } from './format.js';
import type { UnmapOutcome } from './outcome.js';
import { indexOf, level2Words, linkNewTable, slotOf, type V7sContext } from './v7s-context.js';
import {
  addressBits,
  addressOf,
  entryBytes,
  isRepeated,
  isTable,
  isValid,
  leafWord,
  protectionOf,
  repeatedWord,
  repeats,
  singleWord,
  type V7sLevel,
} from './v7s-words.js';

export function unmapPages(cx: V7sContext, { iova, pageSize, count }: UnmapRequest): UnmapOutcome {
  const { config, edit } = cx;
  if (2 ** config.inputBits <= iova) {
    edit.warn({ kind: 'address-out-of-range', iova });
    return { ...edit.finish(), unmapped: 0 };
  }
  let unmapped = 0;
  for (let page = 0; page < count; page += 1) {
    const at = offsetBy(iova, unmapped);
    if (!unmapAt(cx, at, pageSize, 1, slotOf(cx, edit.root, 1, at))) break;
    unmapped += pageSize;
  }
  return { ...edit.finish(), unmapped };
}

/** Unmaps one page of `size` bytes whose word at `level` is at `at`. `false` when it refused. */
export function unmapAt(cx: V7sContext, iova: Iova, size: number, level: V7sLevel, at: PhysAddr): boolean {
  const { config, edit } = cx;
  const words = Math.floor(size / entryBytes[level]);
  const found = Array.from({ length: Math.max(words, 1) }, (_, index) => edit.read(edit.at(at, index)));
  if (!found.every(isValid)) {
    edit.warn({ kind: 'unmap-of-hole', iova });
    return false;
  }
  let first = found[0] ?? 0;
  if (words <= 1 && isRepeated(first, level)) first = splitRepeated(cx, iova, level, at);
  if (words === 0) {
    if (!isTable(first, level)) return splitSection(cx, iova, size, at, first);
    return unmapAt(cx, iova, size, 2, slotOf(cx, addressOf(config.quirks, first, level), 2, iova));
  }

  edit.write(at, 0, words);
  for (const [index, word] of found.entries()) {
    const wordIova = offsetBy(iova, index * entryBytes[level]);
    if (isTable(word, level)) {
      edit.invalidate({ kind: 'walk', iova: wordIova, size: entryBytes[1], granule: entryBytes[2] });
      edit.free(addressOf(config.quirks, word, level));
    } else {
      edit.invalidate({ kind: 'page', iova: wordIova, size: entryBytes[level] });
    }
  }
  return true;
}

/**
 * Rewrites a large page or supersection as sixteen entries of their own. Linux `arm_v7s_split_cont`
 * (6.12) answers the word of the first of them, whichever one `at` is (quirk Q23).
 */
function splitRepeated({ config, edit }: V7sContext, iova: Iova, level: V7sLevel, at: PhysAddr): number {
  const first = alignDown(at, edit.at(at, repeats) - at);
  const word = singleWord(edit.read(at), level);
  for (let index = 0; index < repeats; index += 1) {
    edit.write(edit.at(first, index), (word + index * entryBytes[level]) >>> 0);
  }
  const size = repeats * entryBytes[level];
  edit.invalidate({ kind: 'walk', iova, size, granule: size });
  return config.kernelQuirks.has('Q23') ? word : edit.read(at);
}

/**
 * Replaces a section by a table of smaller pages without the one to unmap.
 *
 * Linux `arm_v7s_split_blk_unmap` (6.12) forgets the section's address: the new entries map
 * physical 0 upwards (quirk Q23), and a driver that unmaps part of a section gets exactly that.
 */
function splitSection(cx: V7sContext, iova: Iova, size: number, at: PhysAddr, section: number): boolean {
  const { config, edit } = cx;
  // After a supersection was split, `section` is its first word; the exchange fails anywhere else.
  if (edit.read(at) !== section) return false;
  const words = size / entryBytes[2];
  const hole = indexOf(config, 2, iova);
  const small = leafWord(config.quirks, protectionOf(section, 1), 2);
  const word = 1 < words ? repeatedWord(small, 2) : small;
  const start = addressOf(config.quirks, section, 1);
  const addressFor = (offset: number): number =>
    config.kernelQuirks.has('Q23') ? offset : addressBits(config.quirks, offsetBy(start, offset), 2);
  const link = linkNewTable(cx, at, (table) => {
    for (let index = 0; index < level2Words; index += words) {
      if (index === hole) continue;
      edit.write(edit.at(table, index), (word | addressFor(index * entryBytes[2])) >>> 0, words);
    }
  });
  if (link === undefined) return false;
  edit.invalidate({ kind: 'page', iova, size });
  return true;
}
