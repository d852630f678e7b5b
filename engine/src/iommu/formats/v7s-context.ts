import type { Iova, PhysAddr } from '../../address/spaces.js';
import type { FormatQuirks } from './format-quirk.js';
import { indexAt, type TableTree } from './table-records.js';
import type { TableEdit } from './tables.js';
import { entryBytes, tableWord, type V7sLevel, type V7sQuirk } from './v7s-words.js';

export interface V7sConfig {
  readonly name: string;
  /** Bits of an IOVA, 32 to 34; of a physical address, 32 to 35. More than 32 needs `mtk-ext`. */
  readonly inputBits: number;
  readonly outputBits: number;
  readonly quirks: readonly V7sQuirk[];
  /** Whether the table walker looks into the CPU caches; otherwise every written word is cleaned. */
  readonly isWalkCoherent: boolean;
  /** Whether the driver invalidates a range after mapping it: Qualcomm's and MediaTek's do. */
  readonly flushesAfterMap: boolean;
  readonly kernelQuirks: FormatQuirks;
}

/** One edit of tables of short descriptors. */
export interface V7sContext {
  readonly config: V7sConfig;
  readonly edit: TableEdit<number>;
}

export const level2Words = 256;

export function treeOf({ inputBits }: V7sConfig): TableTree {
  return [
    { level: 1, entryBytes: entryBytes[1], words: 2 ** (inputBits - 20) },
    { level: 2, entryBytes: entryBytes[2], words: level2Words },
  ];
}

/** The address of the word for `iova` in the table at `table`. */
export function slotOf({ config, edit }: V7sContext, table: PhysAddr, level: V7sLevel, iova: Iova): PhysAddr {
  return edit.at(table, indexOf(config, level, iova));
}

export function indexOf(config: V7sConfig, level: V7sLevel, iova: Iova): number {
  const words = level === 1 ? 2 ** (config.inputBits - 20) : level2Words;
  return indexAt({ level, entryBytes: entryBytes[level], words }, iova);
}

/** Writes a link to a fresh level 2 table, or answers `undefined` when its address does not fit the word. */
export function linkNewTable(
  { config, edit }: V7sContext,
  at: PhysAddr,
  fill?: (table: PhysAddr) => void,
): number | undefined {
  const table = edit.allocate(2, level2Words);
  const highest = config.quirks.includes('mtk-ttbr-ext') ? 2 ** config.outputBits : 2 ** 32;
  if (highest <= table) {
    edit.free(table);
    return undefined;
  }
  fill?.(table);
  const link = tableWord(config.quirks, table);
  edit.write(at, link);
  return link;
}
