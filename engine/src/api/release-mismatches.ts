// A release that names the right mapping with the wrong arguments: check_unmap in kernel/dma/debug.c (6.12).

import type { KernelVa } from '../address/spaces.js';
import type { Reference } from '../contract/debug-entries.js';
import { virtToPhys } from '../contract/debug-track.js';
import { debugVersion } from '../contract/debug-version.js';
import type { DebugCheck, Printed } from '../ops/event-base.js';
import { raise, type Transition } from '../ops/transition.js';
import type { DebugEntry } from '../state/debug-entry.js';
import type { MapRecord } from '../state/map-record.js';

/** `cpuAddress`: what a `dma_free_*` names besides the handle. */
export type ReleaseReference = Reference & { readonly cpuAddress: KernelVa | undefined };

/** Without an entry the checker never saw the mapping, and what is wrong is said by the engine alone. */
export function reportMismatches(
  now: Transition,
  ref: ReleaseReference,
  record: MapRecord,
  entry: DebugEntry | undefined,
): void {
  const printed = (check: DebugCheck): Printed => (entry === undefined ? 'none' : check);
  const was = entry ?? untrackedEntry(record);
  if (ref.size !== was.size) raise(now, { id: 'SIZE_MISMATCH', record, size: ref.size, kernelMessage: printed('D3') });
  if (ref.type !== was.type) {
    raise(now, { id: 'FUNCTION_MISMATCH', record, function: ref.type, kernelMessage: printed('D4') });
  } else if (ref.cpuAddress !== undefined && !isSameMemory(now, ref.cpuAddress, record, entry)) {
    raise(now, { id: 'CPU_ADDRESS_MISMATCH', record, cpuAddress: ref.cpuAddress, kernelMessage: printed('D5') });
  }
  if (ref.sgCallEnts !== 0 && ref.sgCallEnts !== was.sgCallEnts) {
    const { sgCallEnts: origNents, sgMappedEnts: nents } = was;
    raise(now, { id: 'SG_WRONG_COUNT', record, origNents, nents, used: ref.sgCallEnts, kernelMessage: printed('D6') });
  }
  if (ref.direction !== was.direction) {
    raise(now, { id: 'DIRECTION_MISMATCH', record, direction: ref.direction, kernelMessage: printed('D7') });
  }
  reportUnchecked(now, record, was.mapError);
}

type Comparable = Pick<DebugEntry, 'size' | 'type' | 'direction' | 'sgCallEnts' | 'sgMappedEnts' | 'mapError'>;

/** Only allocations go unseen: memory of a device's own, and cookies that are no addresses. */
function untrackedEntry(record: MapRecord): Comparable {
  const { size } = record;
  const direction = record.kind === 'coherent' ? 'bidirectional' : record.direction;
  return { size, type: 'coherent', direction, sgCallEnts: 0, sgMappedEnts: 0, mapError: 'not-applicable' };
}

/** The checker compares physical addresses, which two views of one page share. */
function isSameMemory(now: Transition, va: KernelVa, record: MapRecord, entry: DebugEntry | undefined): boolean {
  if (entry !== undefined) return virtToPhys(now.state, va) === entry.paddr;
  return record.kind !== 'coherent' || record.cpuAddress === va;
}

/** Kernels before the check leave it to the engine to notice. */
function reportUnchecked(now: Transition, record: MapRecord, mapError: DebugEntry['mapError']): void {
  const isSilent = !debugVersion(now.state.platform).checksMapError;
  const isUnchecked = record.kind === 'streaming' && record.errorCheck === 'not-checked';
  if (mapError === 'not-checked') raise(now, { id: 'MAP_ERROR_UNCHECKED', record, kernelMessage: 'D8' });
  else if (isSilent && isUnchecked) raise(now, { id: 'MAP_ERROR_UNCHECKED', record, kernelMessage: 'none' });
}
