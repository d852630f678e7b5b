// Unmapping LPAE descriptors. Source: drivers/iommu/io-pgtable-arm.c (6.12).

import { type Iova, offsetBy, type PhysAddr } from '../../address/spaces.js';
import type { UnmapRequest } from './format.js';
import {
  freeTree,
  isLeaf,
  levelBelow,
  link,
  type LpaeContext,
  newTable,
  rootSlot,
  type Slot,
  slotIn,
  tableAt,
} from './lpae-context.js';
import { addressOf, attributesOf, isTableWord, leafWord } from './lpae-words.js';
import type { UnmapOutcome } from './outcome.js';
import type { TableLevel } from './table-records.js';

/** Stays within one table; the layer above calls again. */
export function unmapPages(cx: LpaeContext, { iova, pageSize, count }: UnmapRequest): UnmapOutcome {
  const { edit, shape } = cx;
  if (!shape.pageSizes.includes(pageSize)) {
    edit.warn({ kind: 'page-size-not-supported', iova, pageSize });
    return { ...edit.finish(), unmapped: 0 };
  }
  if (2 ** shape.inputBits <= iova) {
    edit.warn({ kind: 'address-out-of-range', iova });
    return { ...edit.finish(), unmapped: 0 };
  }
  const unmapped = unmapFrom(cx, rootSlot(cx, iova), { iova, size: pageSize, count });
  return { ...edit.finish(), unmapped };
}

interface Run {
  readonly iova: Iova;
  /** Of one page, in bytes. */
  readonly size: number;
  readonly count: number;
}

/** Bytes unmapped, walking down from `slot`. */
function unmapFrom(cx: LpaeContext, slot: Slot, run: Run): number {
  const { edit } = cx;
  const word = edit.read(slot.at);
  if (word === 0n) {
    edit.warn({ kind: 'unmap-of-hole', iova: run.iova });
    return 0;
  }
  if (run.size === slot.level.entryBytes) {
    const removed = removeEntries(cx, slot, run);
    invalidatePages(cx, run, removed);
    return removed * run.size;
  }
  if (isLeaf(cx, word, slot.level.level)) return splitBlock(cx, slot, word, run);
  return unmapFrom(cx, slotIn(cx, tableAt(cx, word), levelBelow(cx, slot.level), run.iova), run);
}

/** Clears entries of the slot's level with everything below them. Answers how many; a hole ends it. */
export function removeEntries(cx: LpaeContext, slot: Slot, { iova, size, count }: Run): number {
  const { edit, shape } = cx;
  const most = Math.min(count, slot.room);
  let removed = 0;
  for (; removed < most; removed += 1) {
    const at = edit.at(slot.at, removed);
    const word = edit.read(at);
    if (word === 0n) {
      edit.warn({ kind: 'unmap-of-hole', iova: offsetBy(iova, removed * size) });
      break;
    }
    if (!isTableWord(word, slot.level.level)) continue;
    edit.write(at, 0n);
    edit.invalidate({ kind: 'walk', iova: offsetBy(iova, removed * size), size, granule: shape.encoding.granule });
    freeTree(cx, tableAt(cx, word), levelBelow(cx, slot.level));
  }
  for (let index = 0; index < removed; index += 1) {
    const at = edit.at(slot.at, index);
    if (edit.read(at) !== 0n) edit.write(at, 0n);
  }
  return removed;
}

function invalidatePages({ edit }: LpaeContext, { iova, size }: Run, count: number): void {
  for (let page = 0; page < count; page += 1) {
    edit.invalidate({ kind: 'page', iova: offsetBy(iova, page * size), size });
  }
}

/** Puts a table in place of a block, with all of the block but the pages to unmap. */
function splitBlock(cx: LpaeContext, slot: Slot, block: bigint, run: Run): number {
  const below = levelBelow(cx, slot.level);
  const table = newTable(cx, slot.level);
  const inside = slotIn(cx, table, below, run.iova);
  const removed = run.size === below.entryBytes ? Math.min(run.count, inside.room) : 0;
  fillFromBlock(cx, table, below, block, { from: cx.shape.tableWords - inside.room, count: removed });
  link(cx, slot.at, table);
  if (removed === 0) return unmapFrom(cx, inside, run);
  invalidatePages(cx, run, removed);
  return removed * run.size;
}

interface Hole {
  readonly from: number;
  readonly count: number;
}

function fillFromBlock(
  { edit, shape }: LpaeContext,
  table: PhysAddr,
  level: TableLevel,
  block: bigint,
  hole: Hole,
): void {
  const start = addressOf(shape.encoding, block);
  const attributes = attributesOf(block);
  for (let index = 0; index < shape.tableWords; index += 1) {
    if (hole.from <= index && index < hole.from + hole.count) continue;
    const pa = offsetBy(start, index * level.entryBytes);
    edit.write(edit.at(table, index), leafWord(shape.encoding, attributes, pa, level.level));
  }
}
