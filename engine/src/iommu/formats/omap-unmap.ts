// Unmapping with an OMAP IOMMU. Source: drivers/iommu/omap-iommu.c iopgtable_clear_entry_core (6.12), mistakes included.

import { alignDown } from '../../address/align.js';
import type { Iova, PhysAddr } from '../../address/spaces.js';
import { offsetBy } from '../../address/spaces.js';
import { type OmapContext, omapLevel1, omapLevel2 } from './omap-context.js';
import { meaningOf, repeats, sectionBytes, smallPageBytes } from './omap-words.js';
import type { UnmapOutcome } from './outcome.js';
import { indexAt } from './table-records.js';

/** The entry that contains `iova` goes as a whole, whatever size was asked for. */
export function unmapEntry(cx: OmapContext, iova: Iova): UnmapOutcome {
  const unmapped = clearEntry(cx, iova);
  cx.edit.invalidate({ kind: 'containing', iova });
  return { ...cx.edit.finish(), unmapped };
}

function clearEntry(cx: OmapContext, iova: Iova): number {
  const { edit } = cx;
  const slot = edit.at(edit.root, indexAt(omapLevel1, iova));
  const word = edit.read(slot);
  if (word === 0) return 0;
  const found = meaningOf(word, 1);
  if (found.kind !== 'table') {
    const isRepeated = found.kind === 'leaf' && found.size !== sectionBytes;
    return clearWords(cx, slot, isRepeated) * sectionBytes;
  }
  const pageSlot = edit.at(found.at, indexAt(omapLevel2, iova));
  const page = meaningOf(edit.read(pageSlot), 2);
  // A hole is cleared like a small page, and counted.
  const cleared = clearWords(cx, pageSlot, page.kind === 'leaf' && page.size !== smallPageBytes);
  if (edit.isBlank(found.at, omapLevel2.words)) {
    edit.free(found.at);
    edit.write(slot, 0);
  }
  return cleared * smallPageBytes;
}

/**
 * Clears one word, or the sixteen around it that repeat one entry. Answers how many. Linux cleans
 * sixteen words from `slot` on, so those before it stay as they were for the walker, unless they
 * share a cacheline with it (quirk Q14).
 */
function clearWords({ edit, cachelineBytes, kernelQuirks }: OmapContext, slot: PhysAddr, isRepeated: boolean): number {
  if (!isRepeated) {
    edit.write(slot, 0);
    return 1;
  }
  const first = alignDown(slot, edit.at(slot, repeats) - slot);
  const firstCleaned = kernelQuirks.has('Q14') ? alignDown(slot, cachelineBytes) : first;
  for (let at = first, end = edit.at(first, repeats); at < end; at = offsetBy(at, 4)) {
    if (at < firstCleaned) edit.writeUncleaned(at, 0);
    else edit.write(at, 0);
  }
  return repeats;
}
