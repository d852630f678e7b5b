// Live mappings of the same cache lines that a device writes. The kernel looks at the first line of
// each entry, the engine at all of them.

import { alignDown, alignUp } from '../address/align.js';
import { physAddr } from '../address/spaces.js';
import type { ByteRange, Printed } from '../ops/event-base.js';
import { raise, type Transition } from '../ops/transition.js';
import type { Platform } from '../platforms/platform.js';
import type { DebugEntry } from '../state/debug-entry.js';
import type { MachineState } from '../state/machine-state.js';
import type { MapRecord } from '../state/map-record.js';
import { claimLine, type LineClaim } from './active-lines.js';
import { addDebugEntry } from './debug-entries.js';
import { findReleased } from './records.js';
import { isLent } from './sharing-checks.js';

export interface Overlap {
  readonly first: MapRecord;
  readonly line: ByteRange;
}

export function isWrittenByDevice(record: MapRecord): boolean {
  return record.kind === 'coherent' || record.direction !== 'to-device';
}

/** What a new record shares lines with; to be asked before it is added. */
export function findOverlaps(state: MachineState, record: MapRecord): readonly Overlap[] {
  if (!isWrittenByDevice(record)) return [];
  return record.runs.flatMap(({ start, length }) => {
    const line = wholeLines(state.platform, start, length);
    const ids = new Set(state.mappedBytes.slices(line.start, line.start + line.length).flatMap((it) => it.value));
    const others = [...ids].flatMap((id) => state.mappings.get(id) ?? []);
    return others.filter(isWrittenByDevice).map((first) => ({ first, line }));
  });
}

/** Enters what the checker notes down, and says what overlaps, with the kernel's words where it has any. */
export function enterEntries(
  now: Transition,
  record: MapRecord,
  entries: readonly DebugEntry[],
  overlaps: readonly Overlap[],
): void {
  const taken: { readonly claim: LineClaim; readonly entry: DebugEntry }[] = [];
  for (const entry of entries) {
    addDebugEntry(now, entry);
    const claim = claimLine(now, entry);
    if (claim !== 'free') taken.push({ claim, entry });
  }
  const isPrinted = areOverlapsPrinted(now.state.platform, record);
  for (const { first, line } of overlaps) {
    const at = taken.findIndex(({ entry }) => isIn(line, entry));
    const [own] = at === -1 ? [] : taken.splice(at, 1);
    report(now, { first, line }, record, own?.claim ?? 'free', isPrinted);
  }
  // Two segments of one list, or an entry whose mapping is long gone.
  for (const { claim, entry } of taken) {
    const line = wholeLines(now.state.platform, entry.paddr, 1);
    const first = entries.some((it) => it !== entry && isIn(line, it)) ? record : lastMappedAt(now.state, entry);
    if (isPrinted || claim === 'overflow') report(now, { first: first ?? record, line }, record, claim, isPrinted);
  }
}

function isIn(line: ByteRange, { paddr }: DebugEntry): boolean {
  return line.start <= paddr && paddr < line.start + line.length;
}

function lastMappedAt(state: MachineState, { paddr }: DebugEntry): MapRecord | undefined {
  const id = state.lastMapped.at(paddr);
  return id === undefined ? undefined : (state.mappings.get(id) ?? findReleased(state, id));
}

function report(now: Transition, overlap: Overlap, second: MapRecord, claim: LineClaim, isPrinted: boolean): void {
  const say = (kernelMessage: Printed): void => {
    raise(now, { id: 'OVERLAPPING_MAPPINGS', ...overlap, second, kernelMessage });
  };
  if (claim === 'overflow') say('D22');
  const kernelMessage = claim !== 'free' && isPrinted ? 'D21' : 'none';
  // That others map the memory too is what a dma-buf is for.
  if (kernelMessage !== 'none' || !isLent(second)) say(kernelMessage);
}

/** Buffers too small for their lines are bounced by some kernels, so that sharing a line is harmless. */
function areOverlapsPrinted({ architecture, swiotlb }: Platform, record: MapRecord): boolean {
  const bouncesUnaligned = architecture === 'arm64' && swiotlb.kind === 'pool';
  return !record.attrs.includes('skip-cpu-sync') && !bouncesUnaligned;
}

function wholeLines({ cachelineBytes }: Platform, start: number, length: number): ByteRange {
  const first = alignDown(start, cachelineBytes);
  return { start: physAddr(first), length: alignUp(start + length, cachelineBytes) - first };
}
