import { alignUp } from '../../address/align.js';
import type { PhysAddr } from '../../address/spaces.js';
import { offsetBy } from '../../address/spaces.js';
import { invariant } from '../../data/invariant.js';
import { emptyMap } from '../../data/persistent-map.js';
import type { EditRecord, Invalidation, Level, TableWrite, Warning, WordMeaning } from './format.js';
import type { Table, TablePlacement, Tables, TableSupply } from './table-records.js';

export type { Table, TablePlacement, Tables, TableSupply } from './table-records.js';

export const wordBytes = 4;

/** MediaTek's 34-bit first level has 16384 words and is the largest here; roots are aligned to their size. */
const largestRootBytes = 16384 * wordBytes;

/** Tables from `base` upwards: the root, then level 2 tables as they are needed. */
export function placeTables(base: PhysAddr): TablePlacement {
  const root = alignUp(base, largestRootBytes);
  return { root, level2: { free: [], next: offsetBy(root, largestRootBytes) } };
}

export function emptyTables(root: Table, supply: TableSupply): Tables {
  return { root, level2: emptyMap(), words: emptyMap(), supply };
}

export function wordAddress(table: PhysAddr, index: number): PhysAddr {
  return offsetBy(table, index * wordBytes);
}

export function readWord(tables: Tables, address: PhysAddr): number {
  const written = tables.words.get(address);
  if (written !== undefined) return written;
  return isInside(tables.root, address) ? tables.root.initialWord : 0;
}

/** The table that holds the word at `address`. */
export function findTable(tables: Tables, address: PhysAddr): Table | undefined {
  if (isInside(tables.root, address)) return tables.root;
  const below = tables.level2.floor(address)?.[1];
  return below !== undefined && isInside(below, address) ? below : undefined;
}

/** Takes the next free table address, aligned to the table's size as the hardware requires. */
export function takeTable(supply: TableSupply, tableBytes: number): { at: PhysAddr; supply: TableSupply } {
  const [reused, ...free] = supply.free;
  if (reused !== undefined) return { at: reused, supply: { ...supply, free } };
  const at = alignUp(supply.next, tableBytes);
  return { at, supply: { free, next: offsetBy(at, tableBytes) } };
}

/**
 * One change of page tables in progress. It never touches the tables it started from, and keeps
 * what happened in the order in which the driver did it.
 */
export class TableEdit {
  readonly #describe: (level: Level, word: number) => WordMeaning;
  readonly #writes: TableWrite[] = [];
  readonly #invalidations: Invalidation[] = [];
  readonly #warnings: Warning[] = [];
  #tables: Tables;

  constructor(tables: Tables, describe: (level: Level, word: number) => WordMeaning) {
    this.#tables = tables;
    this.#describe = describe;
  }

  get root(): PhysAddr {
    return this.#tables.root.address;
  }

  read(address: PhysAddr): number {
    return readWord(this.#tables, address);
  }

  /** Writes `word` to `count` neighboring words. */
  write(address: PhysAddr, word: number, count = 1): void {
    for (let index = 0; index < count; index += 1) this.#writeOne(wordAddress(address, index), word);
  }

  allocate(wordCount: number): PhysAddr {
    const { at, supply } = takeTable(this.#tables.supply, wordCount * wordBytes);
    const table: Table = { level: 2, address: at, wordCount, initialWord: 0 };
    this.#tables = { ...this.#tables, supply, level2: this.#tables.level2.set(at, table) };
    return at;
  }

  /** Gives a level 2 table back with everything in it. */
  free(address: PhysAddr): void {
    const table = this.#tables.level2.get(address);
    invariant(table !== undefined, 'only a table in use is freed');
    let words = this.#tables.words;
    for (const [at] of this.#tables.words.entriesFrom(address)) {
      if (!isInside(table, at)) break;
      words = words.delete(at);
    }
    const { supply } = this.#tables;
    const level2 = this.#tables.level2.delete(address);
    this.#tables = { ...this.#tables, words, level2, supply: { ...supply, free: [address, ...supply.free] } };
  }

  invalidate(invalidation: Invalidation): void {
    this.#invalidations.push(invalidation);
  }

  warn(warning: Warning): void {
    this.#warnings.push(warning);
  }

  finish(): EditRecord {
    return {
      tables: this.#tables,
      writes: this.#writes,
      invalidations: this.#invalidations,
      warnings: this.#warnings,
    };
  }

  #writeOne(address: PhysAddr, word: number): void {
    const table = findTable(this.#tables, address);
    invariant(table !== undefined, 'a word lies inside a table');
    const old = readWord(this.#tables, address);
    const words =
      word === table.initialWord ? this.#tables.words.delete(address) : this.#tables.words.set(address, word);
    this.#tables = { ...this.#tables, words };
    this.#writes.push({
      level: table.level,
      index: (address - table.address) / wordBytes,
      address,
      old,
      new: word,
      meaning: this.#describe(table.level, word),
    });
  }
}

function isInside(table: Table, address: PhysAddr): boolean {
  return table.address <= address && address < table.address + table.wordCount * wordBytes;
}

/** The low 32 bits of a physical address: what is left of it in a word. */
export function lowWord(pa: PhysAddr): number {
  return (pa % 2 ** 32) >>> 0;
}
