// DRM objects on DMA memory. Source: drivers/gpu/drm/drm_gem_dma_helper.c, drm_prime.c, drm_gem.c (6.12).

import { alignUp, pageBytes } from '../address/align.js';
import { bytes } from '../address/spaces.js';
import { allocAttrs } from '../api/alloc-attrs.js';
import { allocPages } from '../api/noncoherent.js';
import type { GemCreate, GemExport, GemImport, GemMmap, GemPut } from '../ops/op.js';
import { codes, returned, type OpResult, type StepResult } from '../ops/step-result.js';
import { begin, finish, newSharedId, perform, type Transition } from '../ops/transition.js';
import type { DeviceId, SharedId } from '../state/ids.js';
import type { MachineState } from '../state/machine-state.js';
import type { DmaBuf, GemObject, MemorySource } from '../state/sharing-state.js';
import { withFlags } from '../user/insert.js';
import { findVma, replaceVma } from '../user/mm.js';
import { attach, contiguousBytes, detach, mapAttachment, unmapAttachment } from './attachment.js';
import { getDmaBuf, makeFdOrPut, newDmaBuf } from './dma-buf.js';
import { gemDma } from './exporters.js';
import { addMemory, letGoOfDmaBuf, letGoOfMemory } from './holders.js';
import { mapUser } from './memory.js';
import { changeSharing, putDmaBuf, putGem, putMemory } from './store.js';

const writeCombined = ['write-combine'] as const;

export function gemCreate(state: MachineState, op: GemCreate): StepResult {
  const now = begin(state);
  const size = bytes(alignUp(op.size, pageBytes));
  const source = allocate(now, { ...op, size });
  if (source === undefined) return finish(now, returned(codes.ENOMEM));
  const memory = addMemory(now, op.device, size, source);
  return finish(now, newGem(now, { device: op.device, size, backing: { kind: 'own', memory } }));
}

function allocate(now: Transition, { device, size, isNoncoherent }: GemCreate): MemorySource | undefined {
  const op = { device, size, gfp: 'kernel' } as const;
  const made = isNoncoherent
    ? perform(now, allocPages, { ...op, kind: 'alloc-pages', direction: 'to-device' })
    : perform(now, allocAttrs, { ...op, kind: 'alloc-attrs', attrs: writeCombined });
  if (made.kind !== 'allocated') return undefined;
  const { allocation } = made;
  return isNoncoherent ? { kind: 'noncoherent', allocation } : { kind: 'coherent', allocation, attrs: writeCombined };
}

function newGem(now: Transition, about: Pick<GemObject, 'device' | 'size' | 'backing'>): OpResult {
  const id = newSharedId(now);
  putGem(now, { ...about, id, references: 1 });
  return { kind: 'shared', id };
}

export function gemPut(state: MachineState, op: GemPut): StepResult {
  const now = begin(state);
  const gem = state.sharing.gems.get(op.gem);
  if (gem === undefined) return finish(now, returned(codes.EINVAL));
  const references = gem.references - 1;
  if (0 < references) putGem(now, { ...gem, references });
  else releaseGem(now, gem);
  return finish(now, returned(0));
}

function releaseGem(now: Transition, { id, backing }: GemObject): void {
  changeSharing(now, { gems: now.state.sharing.gems.delete(id) });
  if (backing.kind === 'own') {
    letGoOfMemory(now, backing.memory);
    return;
  }
  unmapAttachment(now, backing.attachment, backing.list, 'bidirectional', 'free');
  detach(now, backing.attachment);
  letGoOfDmaBuf(now, backing.buffer);
}

/** Imported objects have no offset to map them by. */
export function gemMmap(state: MachineState, op: GemMmap): StepResult {
  const now = begin(state);
  const gem = state.sharing.gems.get(op.gem);
  const vma = findVma(state, op.vma);
  const memory = gem?.backing.kind === 'own' ? state.sharing.memories.get(gem.backing.memory) : undefined;
  if (memory === undefined || vma === undefined || memory.size < vma.end - vma.start) {
    return finish(now, returned(codes.EINVAL));
  }
  const whole = { ...vma, pageOffset: 0, offsetMeans: 'offset' } as const;
  const code = mapUser(now, memory, whole);
  if (code === 0) {
    const mapped = findVma(now.state, op.vma) ?? whole;
    replaceVma(now, { ...mapped, holds: memory.id, flags: withFlags(mapped.flags, ['dont-expand']) });
  }
  return finish(now, returned(code));
}

/** DRM_IOCTL_PRIME_HANDLE_TO_FD: one dma-buf per object; an imported one is passed on as it came. */
export function gemExport(state: MachineState, op: GemExport): StepResult {
  const now = begin(state);
  const gem = state.sharing.gems.get(op.gem);
  if (gem === undefined) return finish(now, returned(codes.EINVAL));
  const existing = existingBuffer(state, gem);
  if (existing !== undefined) putDmaBuf(now, { ...existing, references: existing.references + 1 });
  const buffer = existing?.id ?? exportOwn(now, gem);
  return finish(now, buffer === undefined ? returned(codes.EINVAL) : makeFdOrPut(now, buffer));
}

function existingBuffer({ sharing }: MachineState, { backing }: GemObject): DmaBuf | undefined {
  if (backing.kind === 'imported') return sharing.dmaBufs.get(backing.buffer);
  return sharing.dmaBufs.values().find(({ memory }) => memory === backing.memory);
}

function exportOwn(now: Transition, { device, size, backing }: GemObject): SharedId | undefined {
  if (backing.kind !== 'own') return undefined;
  return newDmaBuf(now, { device, size, exporter: gemDma, memory: backing.memory });
}

/** DRM_IOCTL_PRIME_FD_TO_HANDLE */
export function gemImport(state: MachineState, { device, fd }: GemImport): StepResult {
  const now = begin(state);
  const buffer = getDmaBuf(now, fd);
  if (typeof buffer === 'number') return finish(now, returned(buffer));
  const isOwn = buffer.exporter.owner === 'gem-dma' && buffer.device === device;
  const own = isOwn ? findOwn(now, buffer) : undefined;
  const result = own ?? importForeign(now, buffer, device);
  // An object of the device's own holds memory, not the dma-buf; a failed import holds nothing.
  if (own !== undefined || result.kind !== 'shared') letGoOfDmaBuf(now, buffer.id);
  return finish(now, result);
}

/** A dma-buf of the same driver is the object it was made from. */
function findOwn(now: Transition, { memory: id, device, size }: DmaBuf): OpResult {
  const gem = now.state.sharing.gems.values().find(({ backing }) => backing.kind === 'own' && backing.memory === id);
  if (gem !== undefined) {
    putGem(now, { ...gem, references: gem.references + 1 });
    return { kind: 'shared', id: gem.id };
  }
  const memory = now.state.sharing.memories.get(id);
  if (memory !== undefined) putMemory(now, { ...memory, references: memory.references + 1 });
  return newGem(now, { device, size, backing: { kind: 'own', memory: id } });
}

function importForeign(now: Transition, buffer: DmaBuf, device: DeviceId): OpResult {
  const attachment = attach(now, buffer, device, false);
  if (typeof attachment === 'object') return returned(attachment.code);
  const mapped = mapAttachment(now, attachment, 'bidirectional', 'free');
  if (mapped.kind !== 'sg-mapped') {
    detach(now, attachment);
    return mapped;
  }
  const { list } = mapped;
  if (buffer.size <= contiguousBytes(now.state, list)) {
    const { id, size } = buffer;
    return newGem(now, { device, size, backing: { kind: 'imported', buffer: id, attachment, list } });
  }
  unmapAttachment(now, attachment, list, 'bidirectional', 'free');
  detach(now, attachment);
  return returned(codes.EINVAL);
}
