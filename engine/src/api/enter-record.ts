// What is said and noted down whenever something was mapped or allocated.

import { cede } from '../contract/ownership.js';
import { claimLine } from '../contract/active-lines.js';
import { addDebugEntry } from '../contract/debug-entries.js';
import { debugEntriesFor } from '../contract/debug-track.js';
import { enterEntries, findOverlaps, isWrittenByDevice } from '../contract/overlaps.js';
import { addRecord } from '../contract/records.js';
import { isLent } from '../contract/sharing-checks.js';
import { dmaMappingError } from '../memory/dma-address.js';
import type { MapResource } from '../ops/op.js';
import { raise, type Transition } from '../ops/transition.js';
import { hasQuirk } from '../platforms/platform.js';
import type { MapRecord, SgMapping, StreamingMapping } from '../state/map-record.js';
import { checkEdges, checkMemoryKind } from './buffer-checks.js';
import { deviceOf } from './devices.js';

/** A new mapping, list or allocation: into the records, past the checks, to the kernel's checker. */
export function enterRecord(now: Transition, record: MapRecord): void {
  if (record.kind === 'coherent' || record.kind === 'noncoherent') raise(now, { id: 'ALLOCATED', record });
  else enterMapping(now, record);
  trackRecord(now, record);
}

/** The same without a word: for memory that is neither mapped nor plainly allocated. */
export function trackRecord(now: Transition, record: MapRecord): void {
  const overlaps = findOverlaps(now.state, record);
  if (record.kind === 'sg') checkSegments(now, record);
  enterEntries(now, record, debugEntriesFor(now, record), overlaps);
  addRecord(now, record);
}

function enterMapping(now: Transition, record: StreamingMapping | SgMapping): void {
  raise(now, { id: 'MAPPED', record });
  const isResource = record.kind === 'streaming' && record.call === 'resource';
  if (isResource) return;
  const isPointer = record.kind === 'streaming' && record.call === 'single';
  for (const run of record.runs) {
    // An exporter knows what it maps.
    if (!isLent(record)) checkMemoryKind(now, record.device, run, isPointer);
    if (isWrittenByDevice(record)) checkEdges(now, record, run);
  }
  if (record.direction === 'from-device') cede(now, record.runs);
}

/** CONFIG_DMA_API_DEBUG_SG: every mapped segment against the limits the device declared. */
function checkSegments(now: Transition, record: SgMapping): void {
  const device = deviceOf(now.state, record.device);
  const { maxSegmentBytes: limit, segmentBoundaryBytes: boundaryBytes, id } = device;
  for (const [index, { address, length }] of record.segments.slice(0, record.nents).entries()) {
    // The checker compares the entry's own length, even where the segment was merged.
    const entryLength = record.entries[index]?.length ?? length;
    if (limit < entryLength) {
      raise(now, { id: 'SG_SEGMENT_TOO_LONG', device: id, length: entryLength, limit, kernelMessage: 'D15' });
      if (!device.isMaxSegmentSet) raise(now, { id: 'MAX_SEG_UNSET', device: id, length: entryLength, limit });
    }
    const [first, last] = [address, address + length - 1].map((it) => Math.floor(it / boundaryBytes));
    if (first === last) continue;
    raise(now, { id: 'SG_BOUNDARY', record, address, length, boundaryBytes, kernelMessage: 'D16' });
  }
}

type FailedResource = Pick<MapResource, 'device' | 'phys' | 'size' | 'direction'>;

/** The checker notes down a resource although mapping it failed, under the error value. */
export function enterFailedResource(now: Transition, op: FailedResource): void {
  if (!hasQuirk(now.state.platform, 'Q12')) return;
  raise(now, { id: 'QUIRK', quirk: 'Q12' });
  const { device, phys: paddr, size, direction } = op;
  const entry = {
    device,
    address: dmaMappingError(now.state.platform),
    size,
    type: 'resource',
    direction,
    paddr,
    sgCallEnts: 0,
    sgMappedEnts: 0,
    mapError: 'not-checked',
    of: undefined,
  } as const;
  addDebugEntry(now, entry);
  claimLine(now, entry);
}
