import type { Iova, PhysAddr } from '../../address/spaces.js';
import type { FormatQuirks } from './format-quirk.js';
import { meaningOf, sectionBytes, smallPageBytes, type SysmmuEncoding, type SysmmuLevel } from './sysmmu-words.js';
import { indexAt, type TableLevel } from './table-records.js';
import type { TableEdit } from './tables.js';
import type { WordMeaning } from './word-meaning.js';

export interface SysmmuConfig {
  readonly name: string;
  readonly version: { readonly major: number; readonly minor: number };
  readonly encoding: SysmmuEncoding;
  readonly kernelQuirks: FormatQuirks;
}

/** One edit of SYSMMU tables. */
export interface SysmmuContext {
  readonly config: SysmmuConfig;
  readonly edit: TableEdit<number>;
  /** A level 1 word nobody uses: the link to the empty table, or 0. */
  readonly unused: number;
}

export const level2Words = 256;

const level1: TableLevel = { level: 1, entryBytes: sectionBytes, words: 4096 };
const level2: TableLevel = { level: 2, entryBytes: smallPageBytes, words: level2Words };
export const sysmmuTree = [level1, level2] as const;

/** The address of the level 1 word for `iova`. */
export function sectionSlot({ edit }: SysmmuContext, iova: Iova): PhysAddr {
  return edit.at(edit.root, indexAt(level1, iova));
}

export function pageSlot({ edit }: SysmmuContext, table: PhysAddr, iova: Iova): PhysAddr {
  return edit.at(table, indexAt(level2, iova));
}

/** The link to the always empty table reads as nothing: the driver treats it as a fault word. */
export function meaningAt({ config, edit, unused }: SysmmuContext, at: PhysAddr, level: SysmmuLevel): WordMeaning {
  const word = edit.read(at);
  return level === 1 && word === unused ? { kind: 'nothing' } : meaningOf(config.encoding, word, level);
}

/** Version 3.3 drops the word of this IOVA, version 5 everything; older ones have no such cache. */
export function flushFirstLevelCache({ config, edit }: SysmmuContext, iova: Iova): void {
  const { major, minor } = config.version;
  if (5 <= major) edit.invalidate({ kind: 'all' });
  else if (major === 3 && 3 <= minor) edit.invalidate({ kind: 'entry', iova, pages: 1 });
}
