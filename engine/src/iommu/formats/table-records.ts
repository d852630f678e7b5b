import type { PhysAddr } from '../../address/spaces.js';
import type { PersistentMap } from '../../data/persistent-map.js';

export type Level = 1 | 2;

/**
 * The page tables of one domain as a memory image: 32-bit words at the physical addresses where
 * the hardware reads them. A value; only `TableEdit` makes the next one.
 */
export interface Tables {
  readonly root: Table;
  /** Level 2 tables in use, by physical address. */
  readonly level2: PersistentMap<PhysAddr, Table>;
  /** Words that differ from their table's initial word, by physical address. */
  readonly words: PersistentMap<PhysAddr, number>;
  readonly supply: TableSupply;
}

export interface Table {
  readonly level: Level;
  readonly address: PhysAddr;
  readonly wordCount: number;
  /** What every word holds before it is written: 0, or the SYSMMU's link to an empty table. */
  readonly initialWord: number;
}

/**
 * Where level 2 tables come from. Freed ones are reused first, last freed first, as a kernel slab
 * does; when there are none, `next` moves on. The same trace takes the same addresses everywhere.
 */
export interface TableSupply {
  readonly free: readonly PhysAddr[];
  readonly next: PhysAddr;
}

export interface TablePlacement {
  readonly root: PhysAddr;
  readonly level2: TableSupply;
}
