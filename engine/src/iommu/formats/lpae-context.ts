import type { Iova, PhysAddr } from '../../address/spaces.js';
import { invariant } from '../../data/invariant.js';
import type { FormatQuirks } from './format-quirk.js';
import type { LpaeShape } from './lpae-config.js';
import { addressOf, isLeafWord, isTableWord, tableWord } from './lpae-words.js';
import { indexAt, type Level, type TableLevel } from './table-records.js';
import type { TableEdit } from './tables.js';

/** One edit of LPAE tables. */
export interface LpaeContext {
  readonly shape: LpaeShape;
  readonly kernelQuirks: FormatQuirks;
  readonly edit: TableEdit<bigint>;
}

/** One word of a table, and how far its table goes. */
export interface Slot {
  readonly level: TableLevel;
  readonly at: PhysAddr;
  /** Words from this one to the end of its table; a concatenated root is several tables. */
  readonly room: number;
}

export function rootSlot(cx: LpaeContext, iova: Iova): Slot {
  return slotIn(cx, cx.edit.root, cx.shape.tree[0], iova);
}

export function slotIn({ edit, shape }: LpaeContext, table: PhysAddr, level: TableLevel, iova: Iova): Slot {
  const index = indexAt(level, iova);
  return { level, at: edit.at(table, index), room: shape.tableWords - (index % shape.tableWords) };
}

/** The level below, which exists for every level that has links. */
export function levelBelow({ shape }: LpaeContext, { level }: TableLevel): TableLevel {
  const below = shape.tree.find((it) => level < it.level);
  invariant(below !== undefined, 'the last level has no tables below');
  return below;
}

export function isLeaf({ shape }: LpaeContext, word: bigint, level: Level): boolean {
  return isLeafWord(shape.encoding.regime, word, level);
}

export function tableAt({ shape }: LpaeContext, word: bigint): PhysAddr {
  return addressOf(shape.encoding, word);
}

/** A fresh table for the level below `level`, not linked yet. */
export function newTable(cx: LpaeContext, level: TableLevel): PhysAddr {
  return cx.edit.allocate(levelBelow(cx, level).level, cx.shape.tableWords);
}

export function link({ edit, shape }: LpaeContext, at: PhysAddr, table: PhysAddr): void {
  edit.write(at, tableWord(shape.encoding, table));
}

/** Gives back a table with all tables below it. */
export function freeTree(cx: LpaeContext, table: PhysAddr, level: TableLevel): void {
  for (let index = 0; index < cx.shape.tableWords; index += 1) {
    const word = cx.edit.read(cx.edit.at(table, index));
    if (isTableWord(word, level.level)) freeTree(cx, tableAt(cx, word), levelBelow(cx, level));
  }
  cx.edit.free(table);
}

/** Whether nothing is mapped below: no leaf in this table or in one under it. */
export function isBlankTree(cx: LpaeContext, table: PhysAddr, level: TableLevel): boolean {
  for (let index = 0; index < cx.shape.tableWords; index += 1) {
    const word = cx.edit.read(cx.edit.at(table, index));
    if (word === 0n) continue;
    if (!isTableWord(word, level.level)) return false;
    if (!isBlankTree(cx, tableAt(cx, word), levelBelow(cx, level))) return false;
  }
  return true;
}
