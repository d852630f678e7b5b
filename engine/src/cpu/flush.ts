// Flushes a driver asks for itself. Linux arch/arm/include/asm/cacheflush.h and arch/arm/mm/flush.c (6.12).

import { pageBytes } from '../address/align.js';
import { flushAt } from '../cache/maintenance.js';
import { flushInner } from '../cache/operations.js';
import { designate } from '../cache/snoop.js';
import { drain } from '../cache/write-buffer.js';
import { aliasIndex, hasAliases, linearIndex } from '../memory/alias-index.js';
import { isLowmem } from '../memory/linear-map.js';
import type { DesignateAddress, FlushPage, FlushRange } from '../ops/op.js';
import type { StepResult } from '../ops/step-result.js';
import { begin, finish, raise, type Transition } from '../ops/transition.js';
import type { MachineState } from '../state/machine-state.js';
import { kmapIndexOf } from './kmap.js';
import { translateKernel, translateUser } from './translate.js';

/** Both calls flush: ARM has no invalidate that takes a range of vmalloc space. */
export function flushRange(state: MachineState, { va, size }: FlushRange): StepResult {
  const now = begin(state);
  if (!hasAliases(state.platform)) return finish(now);
  const translation = translateKernel(state, va, size);
  if (translation.kind === 'fault') {
    raise(now, { id: 'CPU_TRANSLATION_FAULT', va: translation.va });
    return finish(now);
  }
  for (const run of translation.runs) flushAt(now, aliasIndex(state.platform, run.va, run.start), run);
  return finish(now);
}

/**
 * Elsewhere the page is only marked for later. User addresses are flushed for pages of files; those
 * of a driver's own memory are not, because nothing leads from such a page to them.
 */
export function flushDcachePage(state: MachineState, { page }: FlushPage): StepResult {
  const now = begin(state);
  if (!hasAliases(state.platform)) return finish(now);
  const index = isLowmem(state.platform, page) ? linearIndex(state.platform) : kmapIndexOf(state, page);
  if (index !== undefined) flushAt(now, index, { start: page, length: pageBytes });
  return finish(now);
}

/** Another process' user addresses come into view: a virtually tagged cache cannot tell them apart. */
export function flushForNewMm(now: Transition): void {
  if (now.state.platform.l1 === 'vivt') flushAll(now);
}

/** Kernel or user addresses of pages appear or go away: Linux `flush_cache_vmap`, `flush_cache_vunmap`, `flush_cache_range`. */
export function flushForNewAddresses(now: Transition): void {
  if (hasAliases(now.state.platform)) flushAll(now);
}

function flushAll(now: Transition): void {
  flushInner(now);
  drain(now);
}

export function designateAddress(state: MachineState, { at, size }: DesignateAddress): StepResult {
  const now = begin(state);
  const translation = at.space === 'kernel' ? translateKernel(state, at.va, size) : translateUser(state, at.va, size);
  if (translation.kind === 'fault') raise(now, { id: 'CPU_TRANSLATION_FAULT', va: translation.va });
  else for (const run of translation.runs) designate(now, { start: run.start, length: run.length }, run.va);
  return finish(now);
}
