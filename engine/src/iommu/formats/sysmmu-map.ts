// Mapping with a SYSMMU. Source: drivers/iommu/exynos-iommu.c (6.12; 3.10 where the encoding is `unprotected`).

import type { Iova, PhysAddr } from '../../address/spaces.js';
import type { MapRequest } from './format.js';
import type { MapError, MapOutcome } from './outcome.js';
import {
  flushFirstLevelCache,
  level2Words,
  meaningAt,
  pageSlot,
  sectionSlot,
  type SysmmuContext,
} from './sysmmu-context.js';
import { linkWord, pageWord, physicalBits, sectionBytes, sectionWord, smallPageBytes } from './sysmmu-words.js';
import { noteTruncation, refusesWideAddress } from './truncation.js';

/** One page per call, whatever `count` says; the layer above calls again. */
export function mapOne(cx: SysmmuContext, request: MapRequest): MapOutcome {
  const { config, edit } = cx;
  const { iova, pa, pageSize } = request;
  const address = { iova, pa, bits: physicalBits[config.encoding] };
  if (refusesWideAddress(edit, config.kernelQuirks, address)) return { ...edit.finish(), mapped: 0, error: 'ERANGE' };
  const at = sectionSlot(cx, iova);
  const error = pageSize === sectionBytes ? setSection(cx, at, request) : setPage(cx, at, request);
  if (error === undefined) noteTruncation(edit, address);
  return { ...edit.finish(), mapped: error === undefined ? pageSize : 0, error };
}

function setSection(cx: SysmmuContext, at: PhysAddr, { iova, pa, protection }: MapRequest): MapError | undefined {
  const { config, edit } = cx;
  const found = meaningAt(cx, at, 1);
  if (found.kind === 'leaf' || (found.kind === 'table' && !edit.isBlank(found.at, level2Words))) {
    return inUse(cx, iova);
  }
  if (found.kind === 'table') edit.free(found.at);
  edit.write(at, sectionWord(config.encoding, pa, protection));
  // The word was a link, if only to the empty table. Linux means to flush it from the first-level cache, but asks the
  // new word whether the old one was one (lv1set_section, 6.12), so it never does (quirk Q19). 3.10 did not try.
  const flushes = config.encoding !== 'unprotected' && !config.kernelQuirks.has('Q19');
  if (flushes) flushFirstLevelCache(cx, iova);
  return undefined;
}

function setPage(cx: SysmmuContext, at: PhysAddr, page: MapRequest): MapError | undefined {
  const { config, edit } = cx;
  const { iova, pa, pageSize, protection } = page;
  const table = tableFor(cx, at, iova);
  if (table === undefined) return inUse(cx, iova);
  const first = pageSlot(cx, table, iova);
  const word = pageWord(config.encoding, pa, pageSize, protection);
  const words = pageSize / smallPageBytes;
  for (let index = 0; index < words; index += 1) {
    const slot = edit.at(first, index);
    if (meaningAt(cx, slot, 2).kind !== 'nothing') {
      // Linux 3.10 clears from the word that is in use instead of those before it.
      if (0 < index) edit.write(config.encoding === 'unprotected' ? slot : first, 0, index);
      return inUse(cx, iova);
    }
    edit.write(slot, word);
  }
  return undefined;
}

/** The level 2 table a page goes into; `undefined` when a section is there. */
function tableFor(cx: SysmmuContext, at: PhysAddr, iova: Iova): PhysAddr | undefined {
  const found = meaningAt(cx, at, 1);
  switch (found.kind) {
    case 'table':
      return found.at;
    case 'nothing':
      return linkNewTable(cx, at, iova);
    case 'leaf':
      // Linux 3.10 takes the section for a table and writes into the memory it maps.
      return cx.config.encoding === 'unprotected' ? found.pa : undefined;
  }
}

function linkNewTable(cx: SysmmuContext, at: PhysAddr, iova: Iova): PhysAddr {
  const { config, edit } = cx;
  const replacesEmptyTable = edit.read(at) === cx.unused && cx.unused !== 0;
  const table = edit.allocate(2, level2Words);
  edit.write(at, linkWord(config.encoding, table));
  if (replacesEmptyTable) flushFirstLevelCache(cx, iova);
  return table;
}

/** Linux 3.10 refuses without a WARN. */
function inUse({ config, edit }: SysmmuContext, iova: Iova): MapError {
  if (config.encoding !== 'unprotected') edit.warn({ kind: 'already-mapped', iova });
  return 'EADDRINUSE';
}
