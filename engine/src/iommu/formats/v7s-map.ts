// Mapping with short descriptors. Source: drivers/iommu/io-pgtable-arm-v7s.c (6.12), mistakes included.

import type { Iova, PhysAddr } from '../../address/spaces.js';
import { offsetBy } from '../../address/spaces.js';
import type { MapRequest, Protection } from './format.js';
import type { MapError, MapOutcome } from './outcome.js';
import { level2Words, linkNewTable, slotOf, type V7sContext } from './v7s-context.js';
import { unmapAt } from './v7s-unmap.js';
import {
  addressBits,
  addressOf,
  entryBytes,
  isTable,
  isValid,
  leafWord,
  repeatedWord,
  type V7sLevel,
} from './v7s-words.js';

export function mapPages(cx: V7sContext, { iova, pa, pageSize, count, protection }: MapRequest): MapOutcome {
  const { config, edit } = cx;
  if (2 ** config.inputBits <= iova || 2 ** config.outputBits <= pa) {
    edit.warn({ kind: 'address-out-of-range', iova });
    return { ...edit.finish(), mapped: 0, error: 'ERANGE' };
  }
  if (!protection.includes('read') && !protection.includes('write')) {
    return { ...edit.finish(), mapped: 0, error: 'EINVAL' };
  }
  for (let mapped = 0; mapped < count * pageSize; mapped += pageSize) {
    const leaf = { iova: offsetBy(iova, mapped), pa: offsetBy(pa, mapped), size: pageSize, protection };
    const error = mapPage(cx, leaf);
    if (error !== undefined) return { ...edit.finish(), mapped, error };
  }
  return { ...edit.finish(), mapped: count * pageSize, error: undefined };
}

interface Leaf {
  readonly iova: Iova;
  readonly pa: PhysAddr;
  readonly size: number;
  readonly protection: Protection;
}

function mapPage(cx: V7sContext, leaf: Leaf): MapError | undefined {
  const { config, edit } = cx;
  const at = slotOf(cx, edit.root, 1, leaf.iova);
  if (entryBytes[1] <= leaf.size) return setLeaf(cx, at, 1, leaf);

  let word = edit.read(at);
  if (!isValid(word)) {
    const link = linkNewTable(cx, at);
    if (link === undefined) return 'ENOMEM';
    word = link;
  }
  if (!isTable(word, 1)) {
    edit.warn({ kind: 'already-mapped', iova: leaf.iova });
    return 'EEXIST';
  }
  return setLeaf(cx, slotOf(cx, addressOf(config.quirks, word, 1), 2, leaf.iova), 2, leaf);
}

function setLeaf(cx: V7sContext, at: PhysAddr, level: V7sLevel, leaf: Leaf): MapError | undefined {
  const { config, edit } = cx;
  const words = leaf.size / entryBytes[level];
  for (let index = 0; index < words; index += 1) {
    const slot = edit.at(at, index);
    const word = edit.read(slot);
    if (isTable(word, level) && isReplaceable(cx, word)) {
      unmapAt(cx, offsetBy(leaf.iova, index * entryBytes[level]), entryBytes[level], level, slot);
    } else if (word !== 0) {
      edit.warn({ kind: 'already-mapped', iova: leaf.iova });
      return 'EEXIST';
    }
  }
  const single = leafWord(config.quirks, leaf.protection, level);
  const word = 1 < words ? repeatedWord(single, level) : single;
  edit.write(at, (word | addressBits(config.quirks, leaf.pa, level)) >>> 0, words);
  return undefined;
}

/** Linux drops a populated table under a new block without a word, with everything it maps (quirk Q21). */
function isReplaceable({ config, edit }: V7sContext, link: number): boolean {
  return config.kernelQuirks.has('Q21') || edit.isBlank(addressOf(config.quirks, link, 1), level2Words);
}
