// Exynos SYSMMU page tables. Source: drivers/iommu/exynos-iommu.c (6.12), mistakes included.

import type { Iova, PhysAddr } from '../../address/spaces.js';
import { invariant } from '../../data/invariant.js';
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
  WordMeaning,
} from './format.js';
import {
  largePageBytes,
  linkWord,
  meaningOf,
  pageWord,
  type SysmmuEncoding,
  sectionBytes,
  sectionWord,
  smallPageBytes,
} from './sysmmu-words.js';
import { emptyTables, TableEdit, type Tables, takeTable, wordAddress, wordBytes } from './tables.js';
import { walkTwoLevels } from './two-level-walk.js';

export interface SysmmuConfig {
  readonly name: string;
  readonly version: { readonly major: number; readonly minor: number };
  readonly encoding: SysmmuEncoding;
}

const level1Words = 4096;
const level2Words = 256;

export function sysmmuFormat(config: SysmmuConfig): PageTableFormat {
  const { encoding } = config;
  const describe = (level: Level, word: number) => meaningOf(encoding, word, level);
  const begin = (tables: Tables): Context => {
    return { config, edit: new TableEdit(tables, describe), unused: tables.root.initialWord };
  };
  return {
    name: config.name,
    pageSizes: [smallPageBytes, largePageBytes, sectionBytes],
    create({ root, level2 }) {
      if (encoding === 'unprotected') {
        return emptyTables({ level: 1, address: root, wordCount: level1Words, initialWord: 0 }, level2);
      }
      // Version 3.3 keeps faulting first-level words in a cache and would go on faulting after they
      // are filled, so every unused word links to one table that is always empty.
      const { at: alwaysEmpty, supply } = takeTable(level2, level2Words * wordBytes);
      const initialWord = linkWord(encoding, alwaysEmpty);
      return emptyTables({ level: 1, address: root, wordCount: level1Words, initialWord }, supply);
    },
    map: (tables, request) => mapOne(begin(tables), request),
    unmap: (tables, request) => unmapOne(begin(tables), request),
    walk(tables, iova, access) {
      if (2 ** 32 <= iova) return { kind: 'fault', fault: 'out-of-range', visited: [] };
      return walkTwoLevels(tables, iova, access, describe);
    },
    registers: (tables) => registersOf(config, tables),
  };
}

interface Context {
  readonly config: SysmmuConfig;
  readonly edit: TableEdit;
  /** A level 1 word nobody uses: the link to the empty table, or 0. */
  readonly unused: number;
}

/** One page per call, whatever `count` says; the layer above calls again. */
function mapOne(cx: Context, { iova, pa, pageSize, protection }: MapRequest): MapOutcome {
  const at = wordAddress(cx.edit.root, level1Index(iova));
  const error =
    pageSize === sectionBytes
      ? setSection(cx, at, iova, pa, protection)
      : setPage(cx, at, { iova, pa, pageSize, protection });
  return { ...cx.edit.finish(), mapped: error === undefined ? pageSize : 0, error };
}

function setSection(cx: Context, at: PhysAddr, iova: Iova, pa: PhysAddr, protection: Protection): MapError | undefined {
  const { config, edit } = cx;
  const found = meaningAt(cx, at, 1);
  if (found.kind === 'leaf' || (found.kind === 'table' && !isEmpty(cx, found.at))) {
    edit.warn({ kind: 'already-mapped', iova });
    return 'EADDRINUSE';
  }
  if (found.kind === 'table') edit.free(found.at);
  // Linux means to flush the first-level cache here, but asks the new word whether the old one
  // was a link (lv1set_section, 6.12), so it never does.
  edit.write(at, sectionWord(config.encoding, pa, protection));
  return undefined;
}

function setPage(cx: Context, at: PhysAddr, page: Omit<MapRequest, 'count'>): MapError | undefined {
  const { config, edit } = cx;
  const { iova, pa, pageSize, protection } = page;
  const found = meaningAt(cx, at, 1);
  if (found.kind === 'leaf') {
    edit.warn({ kind: 'already-mapped', iova });
    return 'EADDRINUSE';
  }
  const table = found.kind === 'table' ? found.at : linkNewTable(cx, at, iova);
  const first = wordAddress(table, level2Index(iova));
  const word = pageWord(config.encoding, pa, pageSize, protection);
  const words = pageSize / smallPageBytes;
  for (let index = 0; index < words; index += 1) {
    if (meaningAt(cx, wordAddress(first, index), 2).kind !== 'nothing') {
      edit.warn({ kind: 'already-mapped', iova });
      if (0 < index) edit.write(first, 0, index);
      return 'EADDRINUSE';
    }
    edit.write(wordAddress(first, index), word);
  }
  return undefined;
}

function linkNewTable(cx: Context, at: PhysAddr, iova: Iova): PhysAddr {
  const { config, edit } = cx;
  const replacesEmptyTable = edit.read(at) === cx.unused && cx.unused !== 0;
  const table = edit.allocate(level2Words);
  edit.write(at, linkWord(config.encoding, table));
  if (replacesEmptyTable) flushFirstLevelCache(cx, iova);
  return table;
}

function unmapOne(cx: Context, { iova, pageSize }: UnmapRequest): UnmapOutcome {
  const { edit } = cx;
  const unmapped = clearEntry(cx, iova, pageSize);
  if (0 < unmapped) edit.invalidate({ kind: 'entry', iova, pages: pagesToInvalidate(cx.config, unmapped) });
  return { ...edit.finish(), unmapped };
}

/** Bytes this call accounts for. A hole counts as unmapped; 0 is a refusal. */
function clearEntry(cx: Context, iova: Iova, size: number): number {
  const { edit } = cx;
  const at = wordAddress(edit.root, level1Index(iova));
  const found = meaningAt(cx, at, 1);
  if (found.kind === 'nothing') return Math.min(size, sectionBytes);
  if (found.kind === 'leaf') return clearWords(cx, { iova, size, at, entrySize: sectionBytes, words: 1 }, cx.unused);

  const pageAt = wordAddress(found.at, level2Index(iova));
  const page = meaningAt(cx, pageAt, 2);
  if (page.kind !== 'leaf') return smallPageBytes;
  const words = page.size / smallPageBytes;
  return clearWords(cx, { iova, size, at: pageAt, entrySize: page.size, words }, 0);
}

interface Clearing {
  readonly iova: Iova;
  readonly size: number;
  readonly at: PhysAddr;
  readonly entrySize: number;
  readonly words: number;
}

function clearWords(cx: Context, { iova, size, at, entrySize, words }: Clearing, word: number): number {
  if (size < entrySize) {
    cx.edit.warn({ kind: 'unmap-smaller-than-entry', iova, entrySize });
    return 0;
  }
  cx.edit.write(at, word, words);
  return entrySize;
}

/** The link to the always empty table reads as nothing: the driver treats it as a fault word. */
function meaningAt(cx: Context, at: PhysAddr, level: Level): WordMeaning {
  const word = cx.edit.read(at);
  return level === 1 && word === cx.unused ? { kind: 'nothing' } : meaningOf(cx.config.encoding, word, level);
}

function isEmpty(cx: Context, table: PhysAddr): boolean {
  for (let index = 0; index < level2Words; index += 1) {
    if (meaningAt(cx, wordAddress(table, index), 2).kind !== 'nothing') return false;
  }
  return true;
}

/** Version 3.3 drops the word of this IOVA, version 5 everything; older ones have no such cache. */
function flushFirstLevelCache({ config, edit }: Context, iova: Iova): void {
  if (5 <= config.version.major) edit.invalidate({ kind: 'all' });
  else if (config.version.major === 3 && 3 <= config.version.minor) edit.invalidate({ kind: 'entry', iova, pages: 1 });
}

/** Version 2 looks up 4 KiB pages in a set-associative TLB of 64 sets; later versions find the entry by its start. */
function pagesToInvalidate(config: SysmmuConfig, unmapped: number): number {
  return config.version.major === 2 ? Math.min(unmapped / smallPageBytes, 64) : 1;
}

function level1Index(iova: Iova): number {
  invariant(iova < 2 ** 32, 'the SYSMMU translates 32-bit addresses');
  return Math.floor(iova / sectionBytes);
}

function level2Index(iova: Iova): number {
  return Math.floor(iova / smallPageBytes) % level2Words;
}

function registersOf(config: SysmmuConfig, tables: Tables): readonly Register[] {
  const unit = config.encoding === 'shifted' ? smallPageBytes : 1;
  return [{ name: 'table-base', value: Math.floor(tables.root.address / unit) }];
}
