// Page tables of the Rockchip IOMMU, version 1 and 2. Source: drivers/iommu/rockchip-iommu.c (6.12), mistakes included.

import type { Iova, PhysAddr } from '../../address/spaces.js';
import { offsetBy, physAddr } from '../../address/spaces.js';
import { directionOf, type FaultKind, type FaultStatus } from './fault.js';
import type { MapRequest, PageTableFormat, Protection, UnmapRequest } from './format.js';
import type { FormatQuirks } from './format-quirk.js';
import type { MapOutcome, UnmapOutcome } from './outcome.js';
import { indexAt, type TableLevel } from './table-records.js';
import { lowWord, TableEdit, type WordCoding } from './tables.js';
import { treeFormat } from './tree-format.js';
import { noteTruncation, refusesWideAddress } from './truncation.js';
import { words32 } from './word.js';
import { type DeviceAccessKind, plainLeaf, readWrite, type WordMeaning } from './word-meaning.js';

export interface RockchipConfig {
  readonly name: string;
  /** Version 2 has room for 40-bit addresses. */
  readonly version: 1 | 2;
  readonly kernelQuirks: FormatQuirks;
}

const pageBytes = 0x1000;
const directory: TableLevel = { level: 1, entryBytes: 0x400000, words: 1024 };
const pageTable: TableLevel = { level: 2, entryBytes: pageBytes, words: 1024 };
const tree = [directory, pageTable] as const;
/** Every power of two that one table can hold. */
const pageSizes = Array.from({ length: 11 }, (_, power) => pageBytes * 2 ** power);

const valid = 1 << 0;
const readable = 1 << 1;
const writable = 1 << 2;
const addressMask = 0xfffff000;
const physicalBits = { 1: 32, 2: 40 } as const;

export function rockchipFormat(config: RockchipConfig): PageTableFormat {
  const coding: WordCoding<number> = { ...words32, describe: (level, word) => meaningOf(config, word, level === 1) };
  return {
    ...treeFormat(tree, coding, 2 ** 32),
    name: config.name,
    pageSizes,
    expresses: 'read-and-write',
    flushesAfterMap: false,
    map: (tables, request) => mapBlock(new TableEdit(tables, coding), config, request),
    unmap: (tables, request) => unmapBlock(new TableEdit(tables, coding), config, request),
    registers: ({ root }) => [{ name: 'table-base', value: addressBits(config, root.address) + valid }],
    faultStatus: ({ fault }, access) => faultStatus(fault, access),
  };
}

/** One block of `pageSize` per call, as 4 KiB words; never more than a table holds. */
function mapBlock(edit: TableEdit<number>, config: RockchipConfig, request: MapRequest): MapOutcome {
  const { iova, pa, pageSize, protection } = request;
  const address = { iova, pa, bits: physicalBits[config.version] };
  if (refusesWideAddress(edit, config.kernelQuirks, address)) return { ...edit.finish(), mapped: 0, error: 'ERANGE' };
  const first = edit.at(tableFor(edit, config, iova), indexAt(pageTable, iova));
  const words = pageSize / pageBytes;
  for (let index = 0; index < words; index += 1) {
    const slot = edit.at(first, index);
    if ((edit.read(slot) & valid) !== 0) {
      invalidate(edit, first, index);
      return { ...edit.finish(), mapped: 0, error: 'EADDRINUSE' };
    }
    edit.write(slot, pageWord(config, offsetBy(pa, index * pageBytes), protection));
  }
  noteTruncation(edit, address);
  // Only the first and the last line of the TLB can hold words that others shared.
  edit.invalidate({ kind: 'entry', iova, pages: 1 });
  if (1 < words) edit.invalidate({ kind: 'entry', iova: offsetBy(iova, pageSize - pageBytes), pages: 1 });
  return { ...edit.finish(), mapped: pageSize, error: undefined };
}

function tableFor(edit: TableEdit<number>, config: RockchipConfig, iova: Iova): PhysAddr {
  const slot = edit.at(edit.root, indexAt(directory, iova));
  const word = edit.read(slot);
  if ((word & valid) !== 0) return addressOf(config, word);
  const table = edit.allocate(2, pageTable.words);
  edit.write(slot, addressBits(config, table) + valid);
  return table;
}

/** Stops at the first word that is not valid. Tables stay until the domain goes. */
function unmapBlock(edit: TableEdit<number>, config: RockchipConfig, request: UnmapRequest): UnmapOutcome {
  const { iova, pageSize } = request;
  const link = edit.read(edit.at(edit.root, indexAt(directory, iova)));
  if ((link & valid) === 0) return { ...edit.finish(), unmapped: 0 };
  const first = edit.at(addressOf(config, link), indexAt(pageTable, iova));
  let words = 0;
  while (words < pageSize / pageBytes && (edit.read(edit.at(first, words)) & valid) !== 0) words += 1;
  invalidate(edit, first, words);
  if (0 < words) edit.invalidate({ kind: 'entry', iova, pages: words });
  return { ...edit.finish(), unmapped: words * pageBytes };
}

/** Address and permissions stay in the words. */
function invalidate(edit: TableEdit<number>, first: PhysAddr, words: number): void {
  for (let index = 0; index < words; index += 1) {
    const slot = edit.at(first, index);
    edit.write(slot, (edit.read(slot) & ~valid) >>> 0);
  }
}

function pageWord(config: RockchipConfig, pa: PhysAddr, protection: Protection): number {
  const reads = protection.includes('read') ? readable : 0;
  const writes = protection.includes('write') ? writable : 0;
  return addressBits(config, pa) + (reads | writes | valid);
}

/** Version 2 keeps address bits 35:32 in word bits 11:8 and 39:36 in 7:4. */
function addressBits({ version }: RockchipConfig, pa: PhysAddr): number {
  const low = (lowWord(pa) & addressMask) >>> 0;
  if (version === 1) return low;
  const high = Math.floor(pa / 2 ** 32);
  return low + (((high & 0xf) << 8) | (high & 0xf0));
}

function addressOf({ version }: RockchipConfig, word: number): PhysAddr {
  const low = (word & addressMask) >>> 0;
  if (version === 1) return physAddr(low);
  return physAddr((((word >>> 8) & 0xf) | (word & 0xf0)) * 2 ** 32 + low);
}

function meaningOf(config: RockchipConfig, word: number, isLink: boolean): WordMeaning {
  if ((word & valid) === 0) return { kind: 'nothing' };
  const at = addressOf(config, word);
  if (isLink) return { kind: 'table', at };
  return plainLeaf(at, pageBytes, readWrite((word & readable) !== 0, (word & writable) !== 0));
}

const pageFault = 1 << 0;
const busError = 1 << 1;
const pageFaultActive = 1 << 1;
const pageFaultIsWrite = 1 << 5;

/** With one page size there is nothing to hit twice. */
function faultStatus(fault: FaultKind, access: DeviceAccessKind): FaultStatus | undefined {
  const direction = directionOf(access);
  switch (fault) {
    case 'translation':
    case 'permission': {
      const status = pageFaultActive | (direction === 'write' ? pageFaultIsWrite : 0);
      return {
        direction,
        registers: [
          { name: 'INT_STATUS', value: pageFault },
          { name: 'STATUS', value: status },
        ],
      };
    }
    case 'walk':
      return { direction, registers: [{ name: 'INT_STATUS', value: busError }] };
    case 'access-flag':
    case 'multi-hit':
    case 'security':
      return undefined;
  }
}
