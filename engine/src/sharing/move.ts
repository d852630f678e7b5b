// Memory that may move while importers have it: pinning, and the exporter's word that it moves.
// Source: drivers/dma-buf/dma-buf.c (6.12), with CONFIG_DMABUF_MOVE_NOTIFY.

import type { DmaBufMove, DmaBufPin, UseSharedTable } from '../ops/op.js';
import { mapSg } from '../api/map-sg.js';
import { codes, returned, type StepResult } from '../ops/step-result.js';
import { begin, finish, perform, raise } from '../ops/transition.js';
import type { MachineState } from '../state/machine-state.js';
import type { AttachmentMap } from '../state/sharing-state.js';
import { attached } from './attachment.js';
import { checkLock } from './dma-buf-lock.js';
import { attachmentsOf, putAttachment } from './store.js';

export function dmaBufPin(state: MachineState, op: DmaBufPin): StepResult {
  const now = begin(state);
  const found = attached(state, op.attachment);
  if (found === undefined) return finish(now, returned(codes.EINVAL));
  const { attachment, buffer } = found;
  checkLock(now, buffer, 'held');
  if (!attachment.isDynamic) raise(now, { id: 'KERNEL_WARN', site: 'dma-buf pinned by an importer that cannot move' });
  const pins = attachment.pins + (op.kind === 'dma-buf-pin' ? 1 : -1);
  putAttachment(now, { ...attachment, pins: Math.max(0, pins) });
  return finish(now, returned(0));
}

/** Mappings from before are worthless for dynamic importers. Pinned memory stays where it is. */
export function dmaBufMove(state: MachineState, op: DmaBufMove): StepResult {
  const now = begin(state);
  const buffer = state.sharing.dmaBufs.get(op.buffer);
  if (buffer === undefined) return finish(now, returned(codes.EINVAL));
  checkLock(now, buffer, 'held');
  const attachments = attachmentsOf(state, buffer.id);
  if (attachments.some(({ pins }) => 0 < pins)) return finish(now, returned(codes.EBUSY));
  const moved = (map: AttachmentMap): AttachmentMap => ({ ...map, movedAt: map.movedAt ?? state.step });
  for (const attachment of attachments) {
    if (!attachment.isDynamic) continue;
    const { kept, maps } = attachment;
    putAttachment(now, { ...attachment, kept: kept === undefined ? undefined : moved(kept), maps: maps.map(moved) });
  }
  return finish(now, returned(0));
}

const importerMistakes = {
  pages: 'IMPORTER_USED_PAGES',
  'map again': 'IMPORTER_REMAPPED',
  free: 'IMPORTER_FREED_TABLE',
} as const;

export function useSharedTable(state: MachineState, op: UseSharedTable): StepResult {
  const now = begin(state);
  const found = attached(state, op.attachment);
  const record = state.mappings.get(op.list);
  if (found === undefined || record?.kind !== 'sg') return finish(now, returned(codes.EINVAL));
  const { device } = found.attachment;
  raise(now, { id: importerMistakes[op.how], buffer: found.buffer.id, device });
  if (op.how !== 'map again') return finish(now);
  const entries = record.entries.map(({ start, length }) => ({ page: start, offset: 0, length }));
  const { direction } = record;
  return finish(now, perform(now, mapSg, { kind: 'map-sg', device, entries, direction, attrs: [] }));
}
