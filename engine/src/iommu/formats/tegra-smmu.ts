// Page tables of the Tegra SMMU, Tegra 30 and later. Source: drivers/iommu/tegra-smmu.c (6.12).

import { alignDown } from '../../address/align.js';
import type { Iova, PhysAddr } from '../../address/spaces.js';
import { physAddr } from '../../address/spaces.js';
import { directionOf, type FaultStatus, type WalkFault } from './fault.js';
import type { MapRequest, PageTableFormat, UnmapRequest } from './format.js';
import type { MapOutcome, UnmapOutcome } from './outcome.js';
import { indexAt, type TableLevel } from './table-records.js';
import { lowWord, TableEdit, type WordCoding } from './tables.js';
import { treeFormat } from './tree-format.js';
import { words32 } from './word.js';
import { type DeviceAccessKind, plainLeaf, readWrite, type WordMeaning } from './word-meaning.js';

export interface TegraSmmuConfig {
  readonly name: string;
  /** Bits of a page frame number: 20 up to Tegra 114, 22 from Tegra 124 on. */
  readonly frameBits: 20 | 22;
  /** Bytes of one line of the SMMU's cache of table words: drivers/memory/tegra, `atom_size`. */
  readonly wordCacheLineBytes: 16 | 32 | 64;
}

const pageBytes = 0x1000;
const directory: TableLevel = { level: 1, entryBytes: 0x400000, words: 1024 };
const pageTable: TableLevel = { level: 2, entryBytes: pageBytes, words: 1024 };
const tree = [directory, pageTable] as const;
/** The TLB is invalidated by groups of four pages, or by what one directory word translates. */
const groupBytes = 0x4000;

const readable = 0x80000000;
const writable = 0x40000000;
const nonSecure = 0x20000000;
const nextLevel = 0x10000000;
const directoryAttributes = readable + writable + nonSecure;

export function tegraSmmuFormat(config: TegraSmmuConfig): PageTableFormat {
  const coding: WordCoding<number> = { ...words32, describe: (level, word) => meaningOf(config, word, level === 1) };
  return {
    ...treeFormat(tree, coding, 2 ** 32),
    name: config.name,
    pageSizes: [pageBytes],
    expresses: 'read-and-write',
    flushesAfterMap: false,
    map: (tables, request) => mapPage(new TableEdit(tables, coding), config, request),
    unmap: (tables, request) => unmapPage(new TableEdit(tables, coding), config, request),
    registers: ({ root }) => [{ name: 'ptb-data', value: frameOf(root.address) + directoryAttributes }],
    faultStatus: (fault, access) => faultStatus(fault, access),
  };
}

/** One page per call; writes over whatever is there. */
function mapPage(edit: TableEdit<number>, config: TegraSmmuConfig, request: MapRequest): MapOutcome {
  const { iova, pa, protection } = request;
  const table = tableFor(edit, config, iova);
  if (table === undefined) return { ...edit.finish(), mapped: 0, error: 'ENOMEM' };
  let word = nonSecure;
  if (protection.includes('read')) word += readable;
  if (protection.includes('write')) word += writable;
  setPageWord(edit, config, table, iova, (lowWord(physAddr(frameOf(pa))) | word) >>> 0);
  const kept = frameAddress(config, frameOf(pa));
  if (kept !== pa) edit.truncate({ pa, kept });
  return { ...edit.finish(), mapped: pageBytes, error: undefined };
}

/** `undefined` when the new table lies where a directory word cannot point. */
function tableFor(edit: TableEdit<number>, config: TegraSmmuConfig, iova: Iova): PhysAddr | undefined {
  const link = edit.read(edit.at(edit.root, indexAt(directory, iova)));
  if (link !== 0) return frameAddress(config, link);
  const table = edit.allocate(2, pageTable.words);
  if (frameAddress(config, frameOf(table)) !== table) {
    edit.free(table);
    return undefined;
  }
  setDirectoryWord(edit, config, iova, frameOf(table) + directoryAttributes + nextLevel);
  return table;
}

/** A table goes with its last page. */
function unmapPage(edit: TableEdit<number>, config: TegraSmmuConfig, { iova }: UnmapRequest): UnmapOutcome {
  const link = edit.read(edit.at(edit.root, indexAt(directory, iova)));
  const table = frameAddress(config, link);
  if (link === 0 || edit.read(edit.at(table, indexAt(pageTable, iova))) === 0) {
    return { ...edit.finish(), unmapped: 0 };
  }
  setPageWord(edit, config, table, iova, 0);
  if (edit.isBlank(table, pageTable.words)) {
    setDirectoryWord(edit, config, iova, 0);
    edit.free(table);
  }
  return { ...edit.finish(), unmapped: pageBytes };
}

function setDirectoryWord(edit: TableEdit<number>, config: TegraSmmuConfig, iova: Iova, word: number): void {
  const slot = edit.at(edit.root, indexAt(directory, iova));
  edit.write(slot, word);
  flushWord(edit, config, slot);
  flushTlb(edit, iova, directory.entryBytes);
}

function setPageWord(
  edit: TableEdit<number>,
  config: TegraSmmuConfig,
  table: PhysAddr,
  iova: Iova,
  word: number,
): void {
  const slot = edit.at(table, indexAt(pageTable, iova));
  edit.write(slot, word);
  flushWord(edit, config, slot);
  flushTlb(edit, iova, groupBytes);
}

function flushWord(edit: TableEdit<number>, { wordCacheLineBytes: bytes }: TegraSmmuConfig, slot: PhysAddr): void {
  edit.invalidate({ kind: 'table-words', address: alignDown(slot, bytes), bytes });
}

function flushTlb(edit: TableEdit<number>, iova: Iova, bytes: number): void {
  edit.invalidate({ kind: 'entry', iova: alignDown(iova, bytes), pages: bytes / pageBytes });
}

function frameOf(pa: PhysAddr): number {
  return Math.floor(pa / pageBytes);
}

/** The address of the frame whose number stands in the word. */
function frameAddress({ frameBits }: TegraSmmuConfig, word: number): PhysAddr {
  return physAddr((word % 2 ** frameBits) * pageBytes);
}

function meaningOf(config: TegraSmmuConfig, word: number, isDirectory: boolean): WordMeaning {
  if (word === 0) return { kind: 'nothing' };
  const at = frameAddress(config, word);
  if (isDirectory) return { kind: 'table', at };
  return plainLeaf(at, pageBytes, readWrite((word & readable) !== 0, (word & writable) !== 0));
}

/** Linux drivers/memory/tegra/mc.h (6.12), `MC_ERR_STATUS_`: an invalid SMMU page, what it allows, and the direction. */
const invalidPage = 0x60000000;
const statusReadable = 1 << 27;
const statusWritable = 1 << 26;
const statusNonSecure = 1 << 25;
const statusWrite = 1 << 16;

/** The memory controller tells of it, not the SMMU; with one page size there is nothing to hit twice. */
function faultStatus({ fault, visited }: WalkFault, access: DeviceAccessKind): FaultStatus | undefined {
  if (fault === 'multi-hit' || fault === 'access-flag' || fault === 'security') return undefined;
  const direction = directionOf(access);
  const word = Number(visited.at(-1)?.word ?? 0);
  const value =
    invalidPage |
    ((word & readable) === 0 ? 0 : statusReadable) |
    ((word & writable) === 0 ? 0 : statusWritable) |
    ((word & nonSecure) === 0 ? 0 : statusNonSecure) |
    (direction === 'write' ? statusWrite : 0);
  return { direction, registers: [{ name: 'MC_ERR_STATUS', value }] };
}
