// Accesses to memory that a dma-buf or a video queue lends to others.

import { physAddr } from '../address/spaces.js';
import { raise, type Transition } from '../ops/transition.js';
import type { DeviceId, ObjectId, SharedId } from '../state/ids.js';
import type { MachineState } from '../state/machine-state.js';
import type { MapRecord, SgMapping } from '../state/map-record.js';
import type { PhysRun } from '../state/memory-object.js';
import {
  type Attachment,
  type AttachmentMap,
  type DmaBuf,
  mappingOfPlane,
  type VideoPlane,
} from '../state/sharing-state.js';
import { mappedParts } from './records.js';

/** A list whose use dma-buf's rules govern. */
export function isLent(record: MapRecord): record is SgMapping {
  return record.kind === 'sg' && record.attachment !== undefined;
}

/** A CPU access to physical bytes that a dma-buf lends to a device: only between begin and end. */
export function checkBracket(now: Transition, run: PhysRun, access: 'load' | 'store'): void {
  if (now.state.sharing.attachments.size === 0) return;
  const seen = new Set<SharedId>();
  for (const { record, start, end } of mappedParts(now.state, run.start, run.start + run.length)) {
    const buffer = usedBuffer(now.state, record);
    if (buffer === undefined || seen.has(buffer.id)) continue;
    seen.add(buffer.id);
    const opened = buffer.brackets.at(-1);
    if (opened === undefined) {
      const bytes = { start: physAddr(start), length: end - start };
      raise(now, { id: 'CPU_ACCESS_UNBRACKETED', buffer: buffer.id, access, bytes });
    } else if (opened === 'from-device' && access === 'store') {
      // Opened for reading: the end will not write the caches back.
      raise(now, { id: 'BRACKET_DIRECTION', buffer: buffer.id, opened, used: access });
    }
  }
}

/** The dma-buf whose importer uses the mapping at the moment. */
function usedBuffer({ sharing }: MachineState, record: MapRecord): DmaBuf | undefined {
  const attachment =
    isLent(record) && record.attachment !== undefined ? sharing.attachments.get(record.attachment) : undefined;
  const isUsed = attachment?.maps.some(({ list }) => list === record.id) === true;
  return attachment !== undefined && isUsed ? sharing.dmaBufs.get(attachment.buffer) : undefined;
}

/**
 * A CPU access to physical bytes of a video buffer that waits for its driver or is being filled. A
 * driver without DMA fills its buffers with the CPU, so there the kernel may and user code may not.
 */
export function checkQueued(now: Transition, run: PhysRun, access: 'load' | 'store', by: 'kernel' | 'user'): void {
  for (const { id: queue, buffers, allocator } of now.state.sharing.queues.values()) {
    if (by === 'kernel' && allocator === 'vmalloc') continue;
    for (const [index, { state, plane }] of buffers.entries()) {
      const isLentOut = state === 'queued' || state === 'active';
      if (!isLentOut || plane === undefined || !isBehind(now.state, plane, run)) continue;
      const bytes = { start: run.start, length: run.length };
      raise(now, { id: 'VB2_BUFFER_TOUCHED_WHILE_QUEUED', queue, index, state, access, bytes });
    }
  }
}

/** Whether a plane's memory has bytes in a run. */
function isBehind(state: MachineState, plane: VideoPlane, { start, length }: PhysRun): boolean {
  const mapping = mappingOfPlane(state.sharing, plane);
  const object = objectOf(state, plane);
  const end = start + length;
  return (
    state.mappedBytes.slices(start, end).some(({ value }) => mapping !== undefined && value.includes(mapping)) ||
    state.owners.slices(start, end).some(({ value }) => value === object)
  );
}

function objectOf({ sharing }: MachineState, plane: VideoPlane): ObjectId | undefined {
  const source = plane.kind === 'memory' ? sharing.memories.get(plane.memory)?.source : undefined;
  return source?.kind === 'object' ? source.object : undefined;
}

/** Every mapping of an attachment, in use or kept. */
export function mapsOf({ maps, kept }: Attachment): readonly AttachmentMap[] {
  return kept === undefined ? maps : [...maps, kept];
}

/** A device access through a mapping from before its memory moved. */
export function checkMoved(now: Transition, record: MapRecord, access: 'read' | 'write'): void {
  if (!isLent(record) || record.attachment === undefined) return;
  const attachment = now.state.sharing.attachments.get(record.attachment);
  const maps = attachment === undefined ? [] : mapsOf(attachment);
  const movedAt = maps.find(({ list }) => list === record.id)?.movedAt;
  if (attachment === undefined || movedAt === undefined) return;
  const { buffer, device } = attachment;
  raise(now, { id: 'USE_AFTER_MOVE', buffer, device, access, movedAt });
}

/** What a driver that leaves has not detached, and references of its dma-bufs that nothing can give back. */
export function reportSharingLeaks(now: Transition, device: DeviceId): void {
  const { attachments, dmaBufs } = now.state.sharing;
  for (const { buffer, device: importer, maps } of attachments.values()) {
    if (importer === device) raise(now, { id: 'LEAK_ATTACHMENT', buffer, device, maps: maps.length });
  }
  for (const { id, device: exporter, references, fdFailedAt } of dmaBufs.values()) {
    const isLost = exporter === device && 0 < references && fdFailedAt !== undefined;
    if (isLost) raise(now, { id: 'FD_LEAK', buffer: id, failedAt: fdFailedAt });
  }
}
