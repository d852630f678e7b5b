// Importers: attach, map, unmap, detach. Source: drivers/dma-buf/dma-buf.c (6.12).

import { mapSg } from '../api/map-sg.js';
import { unmapSg } from '../api/unmap-sg.js';
import { bytes } from '../address/spaces.js';
import type { DmaBufAttach, DmaBufDetach, DmaBufMap, DmaBufUnmap } from '../ops/op.js';
import { codes, returned, type OpResult, type StepResult } from '../ops/step-result.js';
import { begin, finish, newSharedId, perform, raise, type Transition } from '../ops/transition.js';
import type { DeviceId, MapId, SharedId } from '../state/ids.js';
import type { MachineState } from '../state/machine-state.js';
import type { Direction } from '../state/map-record.js';
import type { Attachment, AttachmentMap, DmaBuf } from '../state/sharing-state.js';
import { checkLock } from './dma-buf-lock.js';
import { isDynamic } from './exporters.js';
import { runsOf } from './memory.js';
import { changeSharing, putAttachment } from './store.js';
import { maintainVmalloc } from './vmalloc-lines.js';

export function dmaBufAttach(state: MachineState, op: DmaBufAttach): StepResult {
  const now = begin(state);
  const buffer = state.sharing.dmaBufs.get(op.buffer);
  if (buffer === undefined) return finish(now, returned(codes.EINVAL));
  const made = attach(now, buffer, op.device, op.isDynamic);
  return finish(now, typeof made === 'object' ? returned(made.code) : { kind: 'shared', id: made });
}

/** A negative errno. Ids are numbers too, so a code comes in a box. */
export interface Failure {
  readonly code: number;
}

export function attach(
  now: Transition,
  buffer: DmaBuf,
  device: DeviceId,
  isDynamicImporter: boolean,
): SharedId | Failure {
  checkLock(now, buffer, 'free');
  const id = newSharedId(now);
  const common = { id, buffer: buffer.id, device, isDynamic: isDynamicImporter, maps: [] };
  const pins = isDynamic(buffer.exporter) ? 1 : 0;
  if (isDynamicImporter === isDynamic(buffer.exporter)) {
    putAttachment(now, { ...common, pins: 0, kept: undefined });
    return id;
  }
  // One side cannot follow moves, so the memory stays where it is and is mapped once for both directions.
  putAttachment(now, { ...common, pins, kept: undefined });
  const list = mapFor(now, buffer, { ...common, pins, kept: undefined }, 'bidirectional');
  if (typeof list === 'object') {
    changeSharing(now, { attachments: now.state.sharing.attachments.delete(id) });
    return list;
  }
  putAttachment(now, { ...common, pins, kept: { list, direction: 'bidirectional', movedAt: undefined } });
  return id;
}

/** The exporter's `map` method: its pages, mapped for the importer's device. */
function mapFor(now: Transition, buffer: DmaBuf, { id, device }: Attachment, direction: Direction): MapId | Failure {
  const memory = now.state.sharing.memories.get(buffer.memory);
  const runs = memory === undefined ? undefined : runsOf(now, memory);
  if (memory === undefined || runs === undefined) return { code: codes.ENXIO };
  maintainVmalloc(now, memory, 'device');
  const entries = runs.map(({ start, length }) => ({ page: start, offset: 0, length: bytes(length) }));
  const { mapAttrs: attrs } = buffer.exporter;
  const mapped = perform(now, mapSg, { kind: 'map-sg', device, entries, direction, attrs, attachment: id });
  return mapped.kind === 'sg-mapped' ? mapped.list : { code: codes.EIO };
}

function unmapFor(now: Transition, buffer: DmaBuf, { device }: Attachment, { list, direction }: AttachmentMap): void {
  const record = now.state.mappings.get(list);
  if (record?.kind !== 'sg') return;
  const { mapAttrs: attrs } = buffer.exporter;
  perform(now, unmapSg, { kind: 'unmap-sg', device, list, nents: record.entries.length, direction, attrs });
  const memory = now.state.sharing.memories.get(buffer.memory);
  if (memory !== undefined) maintainVmalloc(now, memory, 'cpu');
}

interface Attached {
  readonly buffer: DmaBuf;
  readonly attachment: Attachment;
}

export function attached(state: MachineState, id: SharedId): Attached | undefined {
  const attachment = state.sharing.attachments.get(id);
  const buffer = attachment === undefined ? undefined : state.sharing.dmaBufs.get(attachment.buffer);
  return attachment === undefined || buffer === undefined ? undefined : { attachment, buffer };
}

export function dmaBufMap(state: MachineState, op: DmaBufMap): StepResult {
  const now = begin(state);
  return finish(now, mapAttachment(now, op.attachment, op.direction, op.locked ? 'held' : 'free'));
}

/** Gives a scatterlist that is mapped for the attachment's device, or a negative errno. */
export function mapAttachment(now: Transition, id: SharedId, direction: Direction, lock: 'held' | 'free'): OpResult {
  const found = attached(now.state, id);
  if (found === undefined) return returned(codes.EINVAL);
  const { attachment, buffer } = found;
  checkLock(now, buffer, lock);
  const map = mapOf(now, buffer, attachment, direction);
  if ('code' in map) return returned(map.code);
  const newest = now.state.sharing.attachments.get(id) ?? attachment;
  const { cachesMapping, keepsMapping } = buffer.exporter;
  const kept = cachesMapping || keepsMapping ? (newest.kept ?? map) : newest.kept;
  putAttachment(now, { ...newest, kept, maps: [...newest.maps, map] });
  const record = now.state.mappings.get(map.list);
  if (record?.kind !== 'sg') return returned(codes.EIO);
  return { kind: 'sg-mapped', list: record.id, nents: record.nents, segments: record.segments };
}

/** The mapping that is kept, if it fits, or a new one. */
function mapOf(now: Transition, buffer: DmaBuf, attachment: Attachment, direction: Direction): AttachmentMap | Failure {
  const { kept } = attachment;
  if (kept !== undefined && kept.movedAt === undefined) {
    if (kept.direction === direction) return kept;
    if (!buffer.exporter.keepsMapping) {
      if (kept.direction === 'bidirectional') return kept;
      reportDirection(now, attachment, 'map', kept.direction, direction);
      return { code: codes.EBUSY };
    }
  }
  // The exporter replaces what it kept.
  if (kept !== undefined) unmapFor(now, buffer, attachment, kept);
  putAttachment(now, { ...attachment, kept: undefined });
  const list = mapFor(now, buffer, attachment, direction);
  return typeof list === 'object' ? list : { list, direction, movedAt: undefined };
}

function reportDirection(
  now: Transition,
  { buffer, device }: Attachment,
  call: 'map' | 'unmap',
  mapped: Direction,
  asked: Direction,
): void {
  raise(now, { id: 'MAP_ATTACHMENT_DIRECTION', buffer, device, call, mapped, asked });
}

export function dmaBufUnmap(state: MachineState, op: DmaBufUnmap): StepResult {
  const now = begin(state);
  unmapAttachment(now, op.attachment, op.list, op.direction, op.locked ? 'held' : 'free');
  return finish(now);
}

/** What is kept stays mapped until detach. */
export function unmapAttachment(
  now: Transition,
  id: SharedId,
  list: MapId,
  direction: Direction,
  lock: 'held' | 'free',
): void {
  const found = attached(now.state, id);
  if (found === undefined) return;
  const { attachment, buffer } = found;
  checkLock(now, buffer, lock);
  const map = attachment.maps.find((it) => it.list === list);
  if (map === undefined) return;
  const isKept = attachment.kept?.list === list;
  const fits = direction === map.direction || (isKept && map.direction === 'bidirectional');
  if (!fits) reportDirection(now, attachment, 'unmap', map.direction, direction);
  if (!isKept) unmapFor(now, buffer, attachment, { ...map, direction });
  const at = attachment.maps.indexOf(map);
  putAttachment(now, { ...attachment, maps: attachment.maps.toSpliced(at, 1) });
}

export function dmaBufDetach(state: MachineState, op: DmaBufDetach): StepResult {
  const now = begin(state);
  detach(now, op.attachment);
  return finish(now);
}

export function detach(now: Transition, id: SharedId): void {
  const found = attached(now.state, id);
  if (found === undefined) return;
  const { attachment, buffer } = found;
  checkLock(now, buffer, 'free');
  const { kept, device } = attachment;
  const left = attachment.maps.filter(({ list }) => list !== kept?.list);
  if (0 < left.length) raise(now, { id: 'LEAK_ATTACHMENT', buffer: buffer.id, device, maps: left.length });
  if (kept !== undefined) unmapFor(now, buffer, attachment, kept);
  changeSharing(now, { attachments: now.state.sharing.attachments.delete(id) });
}

/** Bytes from the first one on that the device sees without a gap. */
export function contiguousBytes(state: MachineState, list: MapId): number {
  const record = state.mappings.get(list);
  if (record?.kind !== 'sg') return 0;
  let size = 0;
  for (const { address, length } of record.segments.slice(0, record.nents)) {
    if (address !== record.address + size) break;
    size += length;
  }
  return size;
}
