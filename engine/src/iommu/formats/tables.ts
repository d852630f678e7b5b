import { alignUp } from '../../address/align.js';
import type { PhysAddr } from '../../address/spaces.js';
import { offsetBy } from '../../address/spaces.js';
import { emptyMap } from '../../data/persistent-map.js';
import type {
  EditRecord,
  Invalidation,
  StrayWrite,
  TableWrite,
  Truncation,
  UncleanedWord,
  Warning,
} from './outcome.js';
import type { Level, Table, TablePlacement, Tables, TableSupply } from './table-records.js';
import type { Word, WordWidth } from './word.js';
import type { WordMeaning } from './word-meaning.js';

export type { Level, Table, TablePlacement, Tables, TableSupply } from './table-records.js';

/** The words of a format: how wide they are, and what each of them says. */
export interface WordCoding<W extends Word> extends WordWidth<W> {
  describe(level: Level, word: W): WordMeaning;
}

/** MediaTek's 34-bit first level has 16384 words; nothing the hardware walks starts with more. */
const usualRootBytes = 0x10000;

/** Tables from `base` upwards: the root, aligned to its size, then the others as they are needed. */
export function placeTables(base: PhysAddr, rootBytes: number = usualRootBytes): TablePlacement {
  const room = Math.max(rootBytes, usualRootBytes);
  const root = alignUp(base, room);
  return { root, lower: { free: [], next: offsetBy(root, room) } };
}

export function emptyTables(root: Table, supply: TableSupply): Tables {
  return { root, lower: emptyMap(), words: emptyMap(), uncleaned: emptyMap(), supply };
}

export function wordAddress(table: PhysAddr, index: number, wordBytes: 4 | 8): PhysAddr {
  return offsetBy(table, index * wordBytes);
}

/** The word as the CPU reads it, or `undefined` in memory that is no table. */
export function readWord(tables: Tables, address: PhysAddr): Word | undefined {
  return tables.words.get(address) ?? findTable(tables, address)?.initialWord;
}

/** The word as the table walker reads it. */
export function readWordFromMemory(tables: Tables, address: PhysAddr): Word | undefined {
  return tables.uncleaned.get(address) ?? readWord(tables, address);
}

/** The table that holds the word at `address`. */
export function findTable(tables: Tables, address: PhysAddr): Table | undefined {
  if (isInside(tables.root, address)) return tables.root;
  const below = tables.lower.floor(address)?.[1];
  return below !== undefined && isInside(below, address) ? below : undefined;
}

/** Takes the next free table address, aligned to the table's size as the hardware requires. */
export function takeTable(supply: TableSupply, tableBytes: number): { at: PhysAddr; supply: TableSupply } {
  const [reused, ...free] = supply.free;
  if (reused !== undefined) return { at: reused, supply: { ...supply, free } };
  const at = alignUp(supply.next, tableBytes);
  return { at, supply: { free, next: offsetBy(at, tableBytes) } };
}

export function addTable(tables: Tables, table: Table): Tables {
  return { ...tables, lower: tables.lower.set(table.address, table) };
}

/**
 * One change of page tables in progress. It never touches the tables it started from, and keeps
 * what happened in the order in which the driver did it.
 */
export class TableEdit<W extends Word> {
  readonly #coding: WordCoding<W>;
  readonly #writes: TableWrite[] = [];
  readonly #invalidations: Invalidation[] = [];
  readonly #warnings: Warning[] = [];
  readonly #strayWrites: StrayWrite[] = [];
  readonly #uncleanedWords: UncleanedWord[] = [];
  readonly #truncations: Truncation[] = [];
  #tables: Tables;

  constructor(tables: Tables, coding: WordCoding<W>) {
    this.#tables = tables;
    this.#coding = coding;
  }

  get root(): PhysAddr {
    return this.#tables.root.address;
  }

  /** The address of the word that many words behind `table`. */
  at(table: PhysAddr, index: number): PhysAddr {
    return wordAddress(table, index, this.#coding.wordBytes);
  }

  /** The word as the CPU reads it. Memory that is no table holds nobody knows what; it reads as 0. */
  read(address: PhysAddr): W {
    const word = readWord(this.#tables, address);
    return word === undefined ? this.#coding.zero : this.#coding.from(word);
  }

  meaningAt(level: Level, address: PhysAddr): WordMeaning {
    return this.#coding.describe(level, this.read(address));
  }

  /** Whether all words of the table that starts at `table` are 0. */
  isBlank(table: PhysAddr, wordCount: number): boolean {
    for (let index = 0; index < wordCount; index += 1) {
      if (this.read(this.at(table, index)) !== this.#coding.zero) return false;
    }
    return true;
  }

  /** Writes `word` to `count` neighboring words and cleans them, so that the walker sees them. */
  write(address: PhysAddr, word: W, count = 1): void {
    for (let index = 0; index < count; index += 1) this.#writeOne(this.at(address, index), word, true);
  }

  /** Writes the word and leaves it in the CPU's cache: the walker goes on reading what was there. */
  writeUncleaned(address: PhysAddr, word: W): void {
    this.#writeOne(address, word, false);
  }

  allocate(level: Level, wordCount: number, tableBytes = wordCount * this.#coding.wordBytes): PhysAddr {
    const { zero: initialWord, wordBytes } = this.#coding;
    const { at, supply } = takeTable(this.#tables.supply, tableBytes);
    this.#tables = addTable({ ...this.#tables, supply }, { level, address: at, wordCount, wordBytes, initialWord });
    return at;
  }

  /**
   * Gives a table below the root back with everything in it. A word that somebody wrote over may lead to what is none: the
   * kernel would damage its heap, here there is nothing to give back.
   */
  free(address: PhysAddr): void {
    const table = this.#tables.lower.get(address);
    if (table === undefined) return;
    let { words, uncleaned } = this.#tables;
    for (const [at] of this.#tables.words.entriesFrom(address)) {
      if (!isInside(table, at)) break;
      words = words.delete(at);
    }
    for (const [at] of this.#tables.uncleaned.entriesFrom(address)) {
      if (!isInside(table, at)) break;
      uncleaned = uncleaned.delete(at);
    }
    const { supply } = this.#tables;
    const lower = this.#tables.lower.delete(address);
    this.#tables = { ...this.#tables, words, uncleaned, lower, supply: { ...supply, free: [address, ...supply.free] } };
  }

  invalidate(invalidation: Invalidation): void {
    this.#invalidations.push(invalidation);
  }

  warn(warning: Warning): void {
    this.#warnings.push(warning);
  }

  truncate(truncation: Truncation): void {
    this.#truncations.push(truncation);
  }

  finish(): EditRecord {
    return {
      tables: this.#tables,
      writes: this.#writes,
      invalidations: this.#invalidations,
      warnings: this.#warnings,
      strayWrites: this.#strayWrites,
      // A table that was given back is out of the walker's reach.
      uncleanedWords: this.#uncleanedWords.filter(({ address }) => this.#tables.uncleaned.has(address)),
      truncations: this.#truncations,
    };
  }

  #writeOne(address: PhysAddr, word: W, isCleaned: boolean): void {
    const table = findTable(this.#tables, address);
    if (table === undefined) {
      this.#strayWrites.push({ address, word });
      return;
    }
    const old = this.read(address);
    this.#keepSeen(address, isCleaned);
    const words =
      word === table.initialWord ? this.#tables.words.delete(address) : this.#tables.words.set(address, word);
    this.#tables = { ...this.#tables, words };
    this.#writes.push({
      level: table.level,
      index: (address - table.address) / table.wordBytes,
      address,
      old,
      new: word,
      meaning: this.#coding.describe(table.level, word),
    });
  }

  #keepSeen(address: PhysAddr, isCleaned: boolean): void {
    let { uncleaned } = this.#tables;
    if (isCleaned) {
      if (uncleaned.size === 0) return;
      uncleaned = uncleaned.delete(address);
    } else {
      const seen = this.#coding.from(readWordFromMemory(this.#tables, address) ?? this.#coding.zero);
      uncleaned = uncleaned.set(address, seen);
      this.#uncleanedWords.push({ address, seen });
    }
    this.#tables = { ...this.#tables, uncleaned };
  }
}

function isInside(table: Table, address: PhysAddr): boolean {
  return table.address <= address && address < table.address + table.wordCount * table.wordBytes;
}

/** The low 32 bits of a physical address: what is left of it in a word. */
export function lowWord(pa: PhysAddr): number {
  return (pa % 2 ** 32) >>> 0;
}
