// Page-table words, return codes, invalidations and translations that a real kernel produced: the file as types, and
// what it says in terms the engine's results can be compared with.
import { readFileSync } from 'node:fs';
import { type Iova, iova, type PhysAddr, physAddr } from '../../engine/src/address/spaces.js';
import type { Invalidation, MapError, Protection } from '../../engine/src/iommu/formats/format.js';
import type { TableSupply } from '../../engine/src/iommu/formats/table-records.js';

export type Hex = string;

export interface RecordedMap {
  readonly op: 'map';
  readonly iova: Hex;
  readonly pa: Hex;
  readonly size: Hex;
  readonly count: number;
  readonly prot: Protection;
  readonly rc: number;
  readonly mapped: Hex;
}

export interface RecordedUnmap {
  readonly op: 'unmap';
  readonly iova: Hex;
  readonly size: Hex;
  readonly count: number;
  readonly unmapped: Hex;
}

interface RecordedFlush {
  /** Index of the op that asked for it. */
  readonly after: number;
  readonly what: 'page' | 'walk';
  readonly iova: Hex;
  readonly size: Hex;
  readonly granule?: Hex;
  /** Neighboring pages flushed one after the other. */
  readonly count?: number;
}

interface RecordedTable {
  readonly pa: Hex;
  readonly level: number;
  /** First index, number of words, first word, difference from word to word. */
  readonly words: readonly (readonly [number, number, Hex, Hex?])[];
}

/** One use of the kernel's common page-table code. */
export interface Vector {
  readonly host: string;
  readonly fmt: string;
  readonly regime: string;
  readonly name: string;
  readonly quirks: readonly string[];
  readonly ias: number;
  readonly oas: number;
  readonly pgsizes: readonly Hex[];
  readonly coherentWalk: boolean;
  readonly ops: readonly (RecordedMap | RecordedUnmap)[];
  readonly tlb: readonly RecordedFlush[];
  readonly regs: Readonly<Record<string, Hex>>;
  readonly root: { readonly pa: Hex; readonly level: number };
  readonly tables: readonly RecordedTable[];
  readonly queries: readonly (readonly [Hex, Hex])[];
}

/** One use of a vendor's driver. */
export interface VendorRun {
  readonly driver: string;
  readonly variant: string;
  readonly ops: readonly Omit<RecordedMap, 'count' | 'mapped'>[];
  readonly root: { readonly tableBaseRegister: Hex; readonly pa: Hex; readonly emptyL1Word: Hex };
  readonly tables: readonly RecordedTable[];
  readonly queries: readonly (readonly [Hex, Hex])[];
  readonly pgsizes: readonly Hex[];
  /** A 12000-byte DMA_FROM_DEVICE mapping made through the DMA API before the ops. */
  readonly dmaApi: { readonly dma: Hex; readonly phys: Hex };
}

interface VectorFile {
  readonly vectors: readonly Vector[];
  readonly vendor: readonly VendorRun[];
}

/** What was compared, or what there is to compare. */
export interface Tally {
  runs: number;
  ops: number;
  words: number;
  invalidations: number;
  registers: number;
  queries: number;
}

export function emptyTally(): Tally {
  return { runs: 0, ops: 0, words: 0, invalidations: 0, registers: 0, queries: 0 };
}

export function loadVectors(): VectorFile {
  return JSON.parse(readFileSync(new URL('../data/pgtable-vectors.json', import.meta.url), 'utf8')) as VectorFile;
}

/** Counted from the file as it is, without the functions that make it comparable. */
export function tallyOf({ vectors, vendor }: VectorFile): Tally {
  const runs = [...vectors, ...vendor];
  const sum = (counts: readonly number[]): number => counts.reduce((left, right) => left + right, 0);
  return {
    runs: runs.length,
    ops: sum(runs.map((it) => it.ops.length)),
    words: sum(runs.flatMap((it) => it.tables.flatMap(({ words }) => words.map(([, count]) => count)))),
    invalidations: sum(vectors.flatMap((it) => it.tlb.map(({ count = 1 }) => count))),
    registers: sum(vectors.map((it) => Object.keys(it.regs).length)) + vendor.length,
    queries: sum(runs.map((it) => it.queries.length)),
  };
}

/** Tables come from where the kernel put them, so words with addresses agree as they are. */
export function recordedSupply(tables: readonly RecordedTable[]): TableSupply {
  return { free: tables.slice(1).map(({ pa }) => physOf(pa)), next: physAddr(0x7000_0000) };
}

export function recordedFlushes(vector: Vector, op: number): readonly Invalidation[] {
  return vector.tlb
    .filter((it) => it.after === op)
    .flatMap(({ what, iova: at, size: length, granule, count = 1 }): readonly Invalidation[] => {
      const size = Number(length);
      if (what === 'walk') return [{ kind: 'walk', iova: iovaOf(at), size, granule: Number(granule) }];
      return Array.from({ length: count }, (_, page) => ({ kind: 'page', iova: iova(Number(at) + page * size), size }));
    });
}

/** Every word that is not 0, as `address: word`, in no particular order. */
export function recordedImage(tables: readonly RecordedTable[], wordBytes: number): readonly string[] {
  return tables.flatMap(({ pa, words }) =>
    words.flatMap(([index, count, first, step = '0x0']) =>
      Array.from({ length: count }, (_, offset) => {
        const word = BigInt(first) + BigInt(offset) * BigInt(step);
        return `${hex(Number(pa) + (index + offset) * wordBytes)}: ${hex(word)}`;
      }),
    ),
  );
}

/** Tables as `address: level`. */
export function recordedLevels(tables: readonly RecordedTable[]): readonly string[] {
  return tables.map(({ pa, level }) => `${hex(Number(pa))}: ${level}`);
}

/** Linux include/uapi/asm-generic/errno-base.h and errno.h (6.12). */
const returnCodes: Readonly<Record<MapError, number>> = {
  ENOMEM: -12,
  EEXIST: -17,
  EINVAL: -22,
  ERANGE: -34,
  EADDRINUSE: -98,
};

export function returnCode(error: MapError | undefined): number {
  return error === undefined ? 0 : returnCodes[error];
}

export function iovaOf(text: Hex): Iova {
  return iova(Number(text));
}

export function physOf(text: Hex): PhysAddr {
  return physAddr(Number(text));
}

export function hex(value: number | bigint): Hex {
  return `0x${value.toString(16)}`;
}
