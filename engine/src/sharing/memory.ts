// Shared memory by where it came from: how it is seen by devices, the kernel and user space, and how
// it ends.

import { pageBytes } from '../address/align.js';
import type { KernelVa } from '../address/spaces.js';
import { freeAttrs } from '../api/free-attrs.js';
import { freeBuffer } from '../api/memory.js';
import { mmapCached, mmapCoherent } from '../api/mmap.js';
import { freePages } from '../api/noncoherent.js';
import { freeNoncontiguous, vmapNoncontiguous, vunmapNoncontiguous } from '../api/noncontiguous.js';
import { deviceOf } from '../api/devices.js';
import { unmapSg } from '../api/unmap-sg.js';
import { sliceRuns, totalLength, wholePages } from '../backends/backend.js';
import { backendOf } from '../backends/index.js';
import { vmap, vunmap } from '../memory/vmalloc.js';
import { codes } from '../ops/step-result.js';
import { perform, raise, type Transition } from '../ops/transition.js';
import type { MapId } from '../state/ids.js';
import type { PhysRun } from '../state/memory-object.js';
import type { SharedMemory } from '../state/sharing-state.js';
import type { Vma } from '../state/user-state.js';
import { insertPages } from '../user/insert.js';
import { putMemory } from './store.js';

/** The scatterlist an exporter makes of it, or `undefined` where the DMA API has none to give. */
export function runsOf(now: Transition, { device, source }: SharedMemory): readonly PhysRun[] | undefined {
  switch (source.kind) {
    case 'coherent': {
      const allocation = now.state.mappings.get(source.allocation);
      if (allocation?.kind !== 'coherent') return undefined;
      return backendOf(deviceOf(now.state, device)).getSgtable?.(now, allocation, source.attrs);
    }
    case 'noncontiguous':
    case 'pages':
      return now.state.mappings.get(source.list)?.runs;
    case 'noncoherent':
      return now.state.mappings.get(source.allocation)?.runs;
    case 'object':
      return wholePages(now.state.objects.get(source.object)?.runs ?? []);
  }
}

/** Where the kernel finds it; mapped on demand where it has no address yet. */
export function kernelAddressOf(now: Transition, memory: SharedMemory): KernelVa | undefined {
  const { source, kernelVa } = memory;
  if (kernelVa !== undefined) return kernelVa;
  switch (source.kind) {
    case 'coherent':
    case 'noncoherent': {
      const record = now.state.mappings.get(source.allocation);
      const hasAddress = record?.kind === 'noncoherent' || (record?.kind === 'coherent' && !record.isCookie);
      return hasAddress ? record.cpuAddress : undefined;
    }
    case 'object':
      return now.state.objects.get(source.object)?.va;
    case 'noncontiguous':
    case 'pages': {
      const va = mapKernel(now, memory);
      if (va !== undefined) putMemory(now, { ...memory, kernelVa: va });
      return va;
    }
  }
}

function mapKernel(now: Transition, { device, size, source }: SharedMemory): KernelVa | undefined {
  if (source.kind === 'noncontiguous') {
    const made = perform(now, vmapNoncontiguous, { kind: 'vmap-noncontiguous', device, size, list: source.list });
    return made.kind === 'kernel-mapped' ? made.va : undefined;
  }
  // Linux `vm_map_ram`.
  return source.kind === 'pages' ? vmap(now, pagesOf(now, source.list), 'write-alloc') : undefined;
}

function pagesOf(now: Transition, list: MapId): readonly PhysRun[] {
  return wholePages(now.state.mappings.get(list)?.runs ?? []);
}

/** The `mmap` of whoever has the memory: cached pages are counted, everything else goes by number. */
export function mapUser(now: Transition, { device, size, source }: SharedMemory, vma: Vma): number {
  switch (source.kind) {
    case 'coherent': {
      const allocation = now.state.mappings.get(source.allocation);
      if (allocation?.kind !== 'coherent') return codes.EINVAL;
      const { cpuAddress, address } = allocation;
      return mmapCoherent(now, { device, cpuAddress, address, size, attrs: source.attrs }, vma);
    }
    case 'noncontiguous':
      return mmapCached(now, { kind: 'mmap-noncontiguous', device, allocation: source.list, size }, vma);
    case 'noncoherent':
      return mmapCached(now, { kind: 'mmap-pages', device, allocation: source.allocation, size }, vma);
    case 'pages':
      return insertCached(now, vma, pagesOf(now, source.list));
    case 'object':
      return insertCached(now, vma, now.state.objects.get(source.object)?.runs ?? []);
  }
}

/** `vm_map_pages` and `remap_vmalloc_range` of the first pages. */
function insertCached(now: Transition, vma: Vma, all: readonly PhysRun[]): number {
  const length = vma.end - vma.start;
  const from = vma.pageOffset * pageBytes;
  const runs = sliceRuns(wholePages(all), from, length);
  if (totalLength(runs) < length) return codes.ENXIO;
  const code = insertPages(now, vma, { runs, type: 'write-alloc', insertion: 'page', of: undefined });
  const pages = length / pageBytes;
  if (code === 0) raise(now, { id: 'USER_MAPPED', of: undefined, va: vma.start, pages, type: 'write-alloc' });
  return code;
}

/** Nobody holds it any more. */
export function freeMemory(now: Transition, memory: SharedMemory): void {
  const { device, size, source, kernelVa } = memory;
  if (memory.isBorrowed) return;
  switch (source.kind) {
    case 'coherent': {
      const record = now.state.mappings.get(source.allocation);
      if (record?.kind !== 'coherent') return;
      const { cpuAddress, address } = record;
      perform(now, freeAttrs, { kind: 'free-attrs', device, size, cpuAddress, address, attrs: source.attrs });
      return;
    }
    case 'noncoherent': {
      const record = now.state.mappings.get(source.allocation);
      if (record?.kind !== 'noncoherent') return;
      const { cpuAddress, address, direction } = record;
      perform(now, freePages, { kind: 'free-pages', device, size, cpuAddress, address, direction });
      return;
    }
    case 'noncontiguous': {
      const record = now.state.mappings.get(source.list);
      if (record?.kind !== 'sg') return;
      if (kernelVa !== undefined) {
        perform(now, vunmapNoncontiguous, { kind: 'vunmap-noncontiguous', device, va: kernelVa, size });
      }
      const { id: list, direction } = record;
      perform(now, freeNoncontiguous, { kind: 'free-noncontiguous', device, size, list, direction });
      return;
    }
    case 'pages': {
      const record = now.state.mappings.get(source.list);
      if (record?.kind === 'sg') {
        const { id: list, direction, entries } = record;
        const attrs = ['skip-cpu-sync'] as const;
        perform(now, unmapSg, { kind: 'unmap-sg', device, list, nents: entries.length, direction, attrs });
      }
      if (kernelVa !== undefined) vunmap(now, kernelVa, size);
      perform(now, freeBuffer, { kind: 'free-buffer', object: source.object });
      return;
    }
    case 'object':
      perform(now, freeBuffer, { kind: 'free-buffer', object: source.object });
      return;
  }
}
