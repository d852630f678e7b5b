// Mapping with LPAE descriptors. Source: drivers/iommu/io-pgtable-arm.c (6.12), mistakes included.

import { type Iova, offsetBy, type PhysAddr } from '../../address/spaces.js';
import type { MapRequest } from './format.js';
import {
  isBlankTree,
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
import { removeEntries } from './lpae-unmap.js';
import { attributesFor, isTableWord, leafWord } from './lpae-words.js';
import type { MapError, MapOutcome } from './outcome.js';

/** Fills at most the rest of one table; the layer above calls again. */
export function mapPages(cx: LpaeContext, { iova, pa, pageSize, count, protection }: MapRequest): MapOutcome {
  const { edit, shape } = cx;
  const refuse = (error: MapError): MapOutcome => ({ ...edit.finish(), mapped: 0, error });
  if (!shape.pageSizes.includes(pageSize)) {
    edit.warn({ kind: 'page-size-not-supported', iova, pageSize });
    return refuse('EINVAL');
  }
  if (2 ** shape.inputBits <= iova || 2 ** shape.outputBits <= pa) {
    edit.warn({ kind: 'address-out-of-range', iova });
    return refuse('ERANGE');
  }
  if (!protection.includes('read') && !protection.includes('write')) return refuse('EINVAL');

  const slot = findSlot(cx, iova, pageSize);
  if (typeof slot === 'string') return refuse(slot);
  const leaves = { iova, pa, count: Math.min(count, slot.room), attributes: attributesFor(shape.encoding, protection) };
  const error = setLeaves(cx, slot, leaves);
  return error === undefined ? { ...edit.finish(), mapped: leaves.count * pageSize, error } : refuse(error);
}

/** The word at the level whose entries have `size` bytes; makes the tables on the way. */
function findSlot(cx: LpaeContext, iova: Iova, size: number): Slot | MapError {
  const { edit } = cx;
  let slot = rootSlot(cx, iova);
  while (slot.level.entryBytes !== size) {
    // A block larger than what a root word translates has no level.
    if (slot.level.entryBytes < size) return 'EINVAL';
    const word = edit.read(slot.at);
    if (isLeaf(cx, word, slot.level.level)) {
      edit.warn({ kind: 'already-mapped', iova });
      return 'EEXIST';
    }
    let table = tableAt(cx, word);
    if (word === 0n) {
      table = newTable(cx, slot.level);
      link(cx, slot.at, table);
    }
    slot = slotIn(cx, table, levelBelow(cx, slot.level), iova);
  }
  return slot;
}

interface Leaves {
  readonly iova: Iova;
  readonly pa: PhysAddr;
  readonly count: number;
  readonly attributes: bigint;
}

function setLeaves(cx: LpaeContext, slot: Slot, { iova, pa, count, attributes }: Leaves): MapError | undefined {
  const { edit, shape } = cx;
  const { level, entryBytes } = slot.level;
  for (let index = 0; index < count; index += 1) {
    const at = edit.at(slot.at, index);
    const word = edit.read(at);
    if (isTableWord(word, level) && isReplaceable(cx, slot, word)) {
      const entry = { level: slot.level, at, room: 1 };
      removeEntries(cx, entry, { iova: offsetBy(iova, index * entryBytes), size: entryBytes, count: 1 });
    } else if (word !== 0n) {
      edit.warn({ kind: 'already-mapped', iova });
      return 'EEXIST';
    }
  }
  for (let index = 0; index < count; index += 1) {
    const word = leafWord(shape.encoding, attributes, offsetBy(pa, index * entryBytes), level);
    edit.write(edit.at(slot.at, index), word);
  }
  return undefined;
}

/** Linux drops a populated table under a new block without a word, with everything it maps (quirk Q21). */
function isReplaceable(cx: LpaeContext, slot: Slot, word: bigint): boolean {
  return cx.kernelQuirks.has('Q21') || isBlankTree(cx, tableAt(cx, word), levelBelow(cx, slot.level));
}
