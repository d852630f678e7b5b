// Qualcomm IOMMU tables as Linux wrote them before it had common code for short descriptors.
// Source: arch/arm/mach-msm/iommu.c (2.6.39), mistakes included.

import { alignDown } from '../../address/align.js';
import type { PhysAddr } from '../../address/spaces.js';
import { physAddr } from '../../address/spaces.js';
import type { MapRequest, PageTableFormat, Protection, UnmapRequest } from './format.js';
import type { MapOutcome, UnmapOutcome } from './outcome.js';
import { indexAt, type TableLevel } from './table-records.js';
import { lowWord, TableEdit, type WordCoding } from './tables.js';
import { treeFormat } from './tree-format.js';
import { qualcommStatus } from './v7s-fault.js';
import { words32 } from './word.js';
import { plainLeaf, readWrite, type WordMeaning } from './word-meaning.js';

export interface Msm2011Config {
  readonly name: string;
  /**
   * The memory-type class of uncached and of write-back memory, 0 to 7. The driver looks them up in
   * the CPU's remap registers, so they are the machine's.
   */
  readonly typeClasses: { readonly uncached: number; readonly cached: number };
}

const smallPageBytes = 0x1000;
const largePageBytes = 0x10000;
const sectionBytes = 0x100000;
const supersectionBytes = 0x1000000;
const repeats = 16;

const level1: TableLevel = { level: 1, entryBytes: sectionBytes, words: 4096 };
const level2: TableLevel = { level: 2, entryBytes: smallPageBytes, words: 256 };
const tree = [level1, level2] as const;
/** A table takes a whole page and uses the first quarter. */
const tableBytes = 0x1000;

const kindMask = 0x3;
const tableKind = 0x1;
const sectionKind = 0x2;
const supersectionBit = 1 << 18;
const smallPageBit = 0x2;
const largePageKind = 0x1;
const tableMask = 0xfffffc00;
/** Readable and writable for everybody, shared, not global. */
const level1Fixed = 0x30c00;
const level2Fixed = 0xc30;

const bufferable = 1 << 2;
const cacheable = 1 << 3;
const typeExtension = { 1: 1 << 12, 2: 1 << 6 } as const;

export function msm2011Format(config: Msm2011Config): PageTableFormat {
  const coding: WordCoding<number> = { ...words32, describe: (level, word) => meaningOf(word, level === 1 ? 1 : 2) };
  return {
    ...treeFormat(tree, coding, 2 ** 32),
    name: config.name,
    pageSizes: [smallPageBytes, largePageBytes, sectionBytes, supersectionBytes],
    expresses: 'nothing',
    flushesAfterMap: false,
    map: (tables, request) => mapOne(new TableEdit(tables, coding), config, request),
    unmap: (tables, request) => unmapOne(new TableEdit(tables, coding), request),
    registers: (tables) => [{ name: 'ttbr', value: tables.root.address }],
    faultStatus: ({ fault }, access) => qualcommStatus(fault, access),
  };
}

/** Writes over whatever is there; a section in the way of a page is taken for a table, as on OMAP. */
function mapOne(edit: TableEdit<number>, config: Msm2011Config, request: MapRequest): MapOutcome {
  const { iova, pa, pageSize, protection } = request;
  let slot = edit.at(edit.root, indexAt(level1, iova));
  if (pageSize < sectionBytes) {
    if (edit.read(slot) === 0) {
      edit.write(slot, (lowWord(edit.allocate(2, level2.words, tableBytes)) | tableKind) >>> 0);
    }
    slot = edit.at(tableOf(edit.read(slot)), indexAt(level2, iova));
  }
  edit.write(slot, leafWord(config, pa, pageSize, protection), wordsOf(pageSize));
  edit.invalidate({ kind: 'all' });
  return { ...edit.finish(), mapped: pageSize, error: undefined };
}

/** Clears as many words as the size asked for has, whatever is there. */
function unmapOne(edit: TableEdit<number>, { iova, pageSize }: UnmapRequest): UnmapOutcome {
  const slot = edit.at(edit.root, indexAt(level1, iova));
  const word = edit.read(slot);
  if (word === 0) return { ...edit.finish(), unmapped: 0 };
  if (sectionBytes <= pageSize) {
    edit.write(slot, 0, wordsOf(pageSize));
  } else {
    const table = tableOf(word);
    edit.write(edit.at(table, indexAt(level2, iova)), 0, wordsOf(pageSize));
    if (meaningOf(word, 1).kind === 'table' && edit.isBlank(table, level2.words)) {
      edit.free(table);
      edit.write(slot, 0);
    }
  }
  edit.invalidate({ kind: 'all' });
  return { ...edit.finish(), unmapped: pageSize };
}

function wordsOf(pageSize: number): number {
  return pageSize === largePageBytes || pageSize === supersectionBytes ? repeats : 1;
}

function tableOf(word: number): PhysAddr {
  return physAddr((word & tableMask) >>> 0);
}

/** The protection says how memory is cached, and nothing else. */
function leafWord({ typeClasses }: Msm2011Config, pa: PhysAddr, size: number, protection: Protection): number {
  const level = size < sectionBytes ? 2 : 1;
  const typeClass = protection.includes('cache') ? typeClasses.cached : typeClasses.uncached;
  let word = alignDown(lowWord(pa), size) + (level === 1 ? level1Fixed | sectionKind : level2Fixed);
  if ((typeClass & 1) !== 0) word += bufferable;
  if ((typeClass & 2) !== 0) word += cacheable;
  if ((typeClass & 4) !== 0) word += typeExtension[level];
  if (level === 1) return size === supersectionBytes ? word + supersectionBit : word;
  return word + (size === smallPageBytes ? smallPageBit : largePageKind);
}

function meaningOf(word: number, level: 1 | 2): WordMeaning {
  const kind = word & kindMask;
  if (level === 1) {
    if (kind === tableKind) return { kind: 'table', at: tableOf(word) };
    if (kind !== sectionKind) return { kind: 'nothing' };
    return leaf(word, (word & supersectionBit) === 0 ? sectionBytes : supersectionBytes);
  }
  if ((word & smallPageBit) !== 0) return leaf(word, smallPageBytes);
  return kind === largePageKind ? leaf(word, largePageBytes) : { kind: 'nothing' };
}

function leaf(word: number, size: number): WordMeaning {
  const memory = (word & cacheable) === 0 ? 'non-cacheable' : 'cacheable';
  return { ...plainLeaf(physAddr(alignDown(word, size)), size, readWrite(true, true)), memory };
}
