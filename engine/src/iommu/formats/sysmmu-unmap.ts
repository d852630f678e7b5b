// Unmapping with a SYSMMU. Source: drivers/iommu/exynos-iommu.c (6.12).

import type { Iova, PhysAddr } from '../../address/spaces.js';
import type { UnmapRequest } from './format.js';
import type { UnmapOutcome } from './outcome.js';
import { meaningAt, pageSlot, sectionSlot, type SysmmuConfig, type SysmmuContext } from './sysmmu-context.js';
import { sectionBytes, smallPageBytes } from './sysmmu-words.js';

export function unmapOne(cx: SysmmuContext, { iova, pageSize }: UnmapRequest): UnmapOutcome {
  const { edit } = cx;
  const unmapped = clearEntry(cx, iova, pageSize);
  if (0 < unmapped) edit.invalidate({ kind: 'entry', iova, pages: pagesToInvalidate(cx.config, unmapped) });
  return { ...edit.finish(), unmapped };
}

/** Bytes this call accounts for. A hole counts as unmapped; 0 is a refusal. */
function clearEntry(cx: SysmmuContext, iova: Iova, size: number): number {
  const at = sectionSlot(cx, iova);
  const found = meaningAt(cx, at, 1);
  if (found.kind === 'nothing') return Math.min(size, sectionBytes);
  if (found.kind === 'leaf') return clearWords(cx, { iova, size, at, entrySize: sectionBytes, words: 1 }, cx.unused);

  const pageAt = pageSlot(cx, found.at, iova);
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

function clearWords(cx: SysmmuContext, { iova, size, at, entrySize, words }: Clearing, word: number): number {
  const { config, edit } = cx;
  if (size < entrySize) {
    const isBug = config.encoding === 'unprotected';
    edit.warn({ kind: isBug ? 'bug-unmap-smaller-than-entry' : 'unmap-smaller-than-entry', iova, entrySize });
    return 0;
  }
  edit.write(at, word, words);
  return entrySize;
}

/** Version 2 looks up 4 KiB pages in a set-associative TLB of 64 sets; the others find the entry by its start. */
function pagesToInvalidate(config: SysmmuConfig, unmapped: number): number {
  return config.version.major === 2 ? Math.min(unmapped / smallPageBytes, 64) : 1;
}
