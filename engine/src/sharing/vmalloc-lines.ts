// Caches that know a byte by its virtual address need care for addresses of vmalloc space, which the
// DMA API does not take: it knows memory by its linear address.

import { bytes, type KernelVa } from '../address/spaces.js';
import { flushRange } from '../cpu/flush.js';
import { hasAliases } from '../memory/alias-index.js';
import { perform, raise, type Transition } from '../ops/transition.js';
import { hasQuirk } from '../platforms/platform.js';
import type { Owner } from '../state/map-record.js';
import type { SharedMemory } from '../state/sharing-state.js';

/** Towards the device the lines are written back; from it, none may be left. */
export function maintainKernelRange(now: Transition, to: Owner, va: KernelVa, size: number): void {
  const kind = to === 'device' ? 'flush-kernel-vmap-range' : 'invalidate-kernel-vmap-range';
  perform(now, flushRange, { kind, va, size: bytes(size) });
}

/** Memory of vmalloc space that is mapped through its pages keeps its own lines in the cache (quirk Q13). */
export function maintainVmalloc(now: Transition, { source, size }: SharedMemory, to: Owner): void {
  const { platform, objects } = now.state;
  const object = source.kind === 'object' ? objects.get(source.object) : undefined;
  if (object?.region !== 'vmalloc' || object.va === undefined || !hasAliases(platform)) return;
  if (hasQuirk(platform, 'Q13')) raise(now, { id: 'QUIRK', quirk: 'Q13' });
  else maintainKernelRange(now, to, object.va, size);
}
