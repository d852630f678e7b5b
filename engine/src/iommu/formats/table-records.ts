import type { PhysAddr } from '../../address/spaces.js';
import type { PersistentMap } from '../../data/persistent-map.js';
import type { Word } from './word.js';

/** Numbered as the manuals do: ARM LPAE starts at 0 or 1, every other format at 1. */
export type Level = 0 | 1 | 2 | 3;

/**
 * The page tables of one domain as a memory image: words at the physical addresses where the
 * hardware reads them. A value; only `TableEdit` makes the next one.
 */
export interface Tables {
  readonly root: Table;
  /** Tables in use below the root, by physical address. */
  readonly lower: PersistentMap<PhysAddr, Table>;
  /** Words that differ from their table's initial word, by physical address. */
  readonly words: PersistentMap<PhysAddr, Word>;
  /** What the table walker still reads where the CPU wrote a word and did not clean it. */
  readonly uncleaned: PersistentMap<PhysAddr, Word>;
  readonly supply: TableSupply;
}

export interface Table {
  readonly level: Level;
  readonly address: PhysAddr;
  readonly wordCount: number;
  readonly wordBytes: 4 | 8;
  /** What every word holds before it is written: 0, or the SYSMMU's link to an empty table. */
  readonly initialWord: Word;
}

/**
 * Where tables below the root come from; a format has one size of them. Freed ones are reused
 * first, last freed first, as a kernel slab does; when there are none, `next` moves on. The same
 * trace takes the same addresses everywhere.
 */
export interface TableSupply {
  readonly free: readonly PhysAddr[];
  readonly next: PhysAddr;
}

export interface TablePlacement {
  readonly root: PhysAddr;
  readonly lower: TableSupply;
}

/** One level of a format's tree of tables. */
export interface TableLevel {
  readonly level: Level;
  /** Bytes one word translates. */
  readonly entryBytes: number;
  readonly words: number;
}

/** From the root down; never empty. */
export type TableTree = readonly [TableLevel, ...TableLevel[]];

/** Which word of a table at this level an address is looked up in. */
export function indexAt({ entryBytes, words }: TableLevel, iova: number): number {
  return Math.floor(iova / entryBytes) % words;
}
