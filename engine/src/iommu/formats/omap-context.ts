import type { FormatQuirks } from './format-quirk.js';
import { sectionBytes, smallPageBytes } from './omap-words.js';
import type { TableLevel } from './table-records.js';
import type { TableEdit } from './tables.js';

/** One edit of OMAP tables. */
export interface OmapContext {
  readonly edit: TableEdit<number>;
  readonly cachelineBytes: number;
  readonly kernelQuirks: FormatQuirks;
}

export const omapLevel1: TableLevel = { level: 1, entryBytes: sectionBytes, words: 4096 };
export const omapLevel2: TableLevel = { level: 2, entryBytes: smallPageBytes, words: 256 };
export const omapTree = [omapLevel1, omapLevel2] as const;
