// ARM short descriptors, as used by Qualcomm, MediaTek and Renesas IOMMUs.
// Source: drivers/iommu/io-pgtable-arm-v7s.c (6.12), mistakes included.

import { alignDown } from '../../address/align.js';
import type { Iova, PhysAddr } from '../../address/spaces.js';
import { offsetBy } from '../../address/spaces.js';
import type {
  Level,
  MapError,
  MapOutcome,
  MapRequest,
  PageTableFormat,
  Protection,
  Register,
  UnmapOutcome,
  UnmapRequest,
} from './format.js';
import { emptyTables, TableEdit, type Tables, wordAddress, wordBytes } from './tables.js';
import {
  addressBits,
  addressOf,
  entryBytes,
  isRepeated,
  isTable,
  isValid,
  leafWord,
  meaningOf,
  protectionOf,
  repeatedWord,
  repeats,
  singleWord,
  tableWord,
  type V7sQuirk,
} from './v7s-words.js';
import { walkTwoLevels } from './two-level-walk.js';

export interface V7sConfig {
  readonly name: string;
  /** Bits of an IOVA, 32 to 34; of a physical address, 32 to 35. More than 32 needs `mtk-ext`. */
  readonly inputBits: number;
  readonly outputBits: number;
  readonly quirks: readonly V7sQuirk[];
  /** Whether the table walker looks into the CPU caches; otherwise every written word is cleaned. */
  readonly isWalkCoherent: boolean;
}

const level2Words = 256;

export function v7sFormat(config: V7sConfig): PageTableFormat {
  const describe = (level: Level, word: number) => meaningOf(config.quirks, word, level);
  return {
    name: config.name,
    pageSizes: [0x1000, 0x10000, 0x100000, 0x1000000],
    create({ root, level2 }) {
      const wordCount = 2 ** (config.inputBits - 20);
      return emptyTables({ level: 1, address: root, wordCount, initialWord: 0 }, level2);
    },
    map: (tables, request) => mapPages({ config, edit: new TableEdit(tables, describe) }, request),
    unmap: (tables, request) => unmapPages({ config, edit: new TableEdit(tables, describe) }, request),
    walk(tables, iova, access) {
      if (2 ** config.inputBits <= iova) return { kind: 'fault', fault: 'out-of-range', visited: [] };
      return walkTwoLevels(tables, iova, access, describe);
    },
    registers: (tables) => registersOf(config, tables),
  };
}

interface Context {
  readonly config: V7sConfig;
  readonly edit: TableEdit;
}

function mapPages(cx: Context, request: MapRequest): MapOutcome {
  const { config, edit } = cx;
  const { iova, pa, pageSize, count, protection } = request;
  if (2 ** config.inputBits <= iova || 2 ** config.outputBits <= pa) {
    edit.warn({ kind: 'address-out-of-range', iova });
    return { ...edit.finish(), mapped: 0, error: 'ERANGE' };
  }
  if (!protection.includes('read') && !protection.includes('write')) {
    return { ...edit.finish(), mapped: 0, error: 'EINVAL' };
  }
  for (let mapped = 0; mapped < count * pageSize; mapped += pageSize) {
    const error = mapPage(cx, offsetBy(iova, mapped), offsetBy(pa, mapped), pageSize, protection);
    if (error !== undefined) return { ...edit.finish(), mapped, error };
  }
  return { ...edit.finish(), mapped: count * pageSize, error: undefined };
}

function mapPage(cx: Context, iova: Iova, pa: PhysAddr, size: number, protection: Protection): MapError | undefined {
  const { config, edit } = cx;
  const at = wordAddress(edit.root, indexOf(config, iova, 1));
  if (entryBytes[1] <= size) return setLeaf(cx, at, 1, { iova, pa, size, protection });

  let word = edit.read(at);
  if (!isValid(word)) {
    const link = linkNewTable(cx, at);
    if (link === undefined) return 'ENOMEM';
    word = link;
  }
  if (!isTable(word, 1)) {
    edit.warn({ kind: 'already-mapped', iova });
    return 'EEXIST';
  }
  const table = addressOf(config.quirks, word, 1);
  return setLeaf(cx, wordAddress(table, indexOf(config, iova, 2)), 2, { iova, pa, size, protection });
}

interface Leaf {
  readonly iova: Iova;
  readonly pa: PhysAddr;
  readonly size: number;
  readonly protection: Protection;
}

function setLeaf(cx: Context, at: PhysAddr, level: Level, leaf: Leaf): MapError | undefined {
  const { config, edit } = cx;
  const words = leaf.size / entryBytes[level];
  for (let index = 0; index < words; index += 1) {
    const word = edit.read(wordAddress(at, index));
    if (isTable(word, level)) {
      // A populated table under a new block is dropped without a word, with everything it maps.
      unmapAt(cx, offsetBy(leaf.iova, index * entryBytes[level]), entryBytes[level], level, wordAddress(at, index));
    } else if (word !== 0) {
      edit.warn({ kind: 'already-mapped', iova: leaf.iova });
      return 'EEXIST';
    }
  }
  const single = leafWord(config.quirks, leaf.protection, level);
  const word = 1 < words ? repeatedWord(single, level) : single;
  edit.write(at, (word | addressBits(config.quirks, leaf.pa, level)) >>> 0, words);
  return undefined;
}

/** Writes a link to a fresh level 2 table, or answers `undefined` when its address does not fit the word. */
function linkNewTable(cx: Context, at: PhysAddr, fill?: (table: PhysAddr) => void): number | undefined {
  const { config, edit } = cx;
  const table = edit.allocate(level2Words);
  const highest = config.quirks.includes('mtk-ttbr-ext') ? 2 ** config.outputBits : 2 ** 32;
  if (highest <= table) {
    edit.free(table);
    return undefined;
  }
  fill?.(table);
  const link = tableWord(config.quirks, table);
  edit.write(at, link);
  return link;
}

function unmapPages(cx: Context, { iova, pageSize, count }: UnmapRequest): UnmapOutcome {
  const { config, edit } = cx;
  if (2 ** config.inputBits <= iova) {
    edit.warn({ kind: 'address-out-of-range', iova });
    return { ...edit.finish(), unmapped: 0 };
  }
  let unmapped = 0;
  for (let page = 0; page < count; page += 1) {
    const at = offsetBy(iova, unmapped);
    if (!unmapAt(cx, at, pageSize, 1, wordAddress(edit.root, indexOf(config, at, 1)))) break;
    unmapped += pageSize;
  }
  return { ...edit.finish(), unmapped };
}

/** Unmaps one page of `size` bytes whose word at `level` is at `at`. `false` when it refused. */
function unmapAt(cx: Context, iova: Iova, size: number, level: Level, at: PhysAddr): boolean {
  const { config, edit } = cx;
  const words = Math.floor(size / entryBytes[level]);
  const found = Array.from({ length: Math.max(words, 1) }, (_, index) => edit.read(wordAddress(at, index)));
  if (!found.every(isValid)) {
    edit.warn({ kind: 'unmap-of-hole', iova });
    return false;
  }
  let first = found[0] ?? 0;
  if (words <= 1 && isRepeated(first, level)) first = splitRepeated(cx, iova, level, at);
  if (words === 0) {
    if (!isTable(first, level)) return splitSection(cx, iova, size, at, first);
    const table = addressOf(config.quirks, first, level);
    return unmapAt(cx, iova, size, 2, wordAddress(table, indexOf(config, iova, 2)));
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
 * Rewrites a large page or supersection as sixteen entries of their own. Answers the word of the
 * first of them, whichever one `at` is: Linux `arm_v7s_split_cont` (6.12).
 */
function splitRepeated(cx: Context, iova: Iova, level: Level, at: PhysAddr): number {
  const { edit } = cx;
  const first = alignDown(at, repeats * wordBytes);
  const word = singleWord(edit.read(at), level);
  for (let index = 0; index < repeats; index += 1) {
    edit.write(wordAddress(first, index), (word + index * entryBytes[level]) >>> 0);
  }
  const size = repeats * entryBytes[level];
  edit.invalidate({ kind: 'walk', iova, size, granule: size });
  return word;
}

/**
 * Replaces a section by a table of smaller pages without the one to unmap.
 *
 * Linux `arm_v7s_split_blk_unmap` (6.12) forgets the section's address: the new entries map
 * physical 0 upwards. Kept, because a driver that unmaps part of a section gets exactly that.
 */
function splitSection(cx: Context, iova: Iova, size: number, at: PhysAddr, section: number): boolean {
  const { config, edit } = cx;
  // After a supersection was split, `section` is its first word; the exchange fails anywhere else.
  if (edit.read(at) !== section) return false;
  const words = size / entryBytes[2];
  const hole = indexOf(config, iova, 2);
  const small = leafWord(config.quirks, protectionOf(section, 1), 2);
  const word = 1 < words ? repeatedWord(small, 2) : small;
  const link = linkNewTable(cx, at, (table) => {
    for (let index = 0; index < level2Words; index += words) {
      if (index !== hole) edit.write(wordAddress(table, index), (word + index * entryBytes[2]) >>> 0, words);
    }
  });
  if (link === undefined) return false;
  edit.invalidate({ kind: 'page', iova, size });
  return true;
}

function indexOf(config: V7sConfig, iova: Iova, level: Level): number {
  const words = level === 1 ? 2 ** (config.inputBits - 20) : level2Words;
  return Math.floor(iova / entryBytes[level]) % words;
}

/** Memory types by remap index: 0 strongly ordered, 1 device, 4 normal, 7 normal write-back. */
const primaryRegionRemap = 0x800b8204;
const normalMemoryRemap = 0x40004000;
const shareableWalk = 0x2;
/** Not outer shareable, inner and outer write-back write-allocate. */
const cachedWalk = 0x68;

function registersOf(config: V7sConfig, tables: Tables): readonly Register[] {
  const root = tables.root.address;
  const low = root % 2 ** 32;
  const attributes = shareableWalk | (config.isWalkCoherent ? cachedWalk : 0);
  const isMediatek = config.quirks.includes('mtk-ext');
  const ttbr = (low | (isMediatek ? Math.floor(root / 2 ** 32) : attributes)) >>> 0;
  return [
    { name: 'ttbr', value: ttbr },
    { name: 'tcr', value: 0 },
    { name: 'prrr', value: primaryRegionRemap },
    { name: 'nmrr', value: normalMemoryRemap },
  ];
}
