// B7: bounce buffers of old ARM boards, whose devices reach part of memory only. Source: arch/arm/common/dmabounce.c
// (3.10), an ops table of its own over the functions of ARM direct. In 2.6.39 they are compiled into those functions.

import type { Transition } from '../ops/transition.js';
import { release } from './arm-memory.js';
import type { Backend } from './backend.js';
import { direct2011, freeToRegion } from './direct-2011.js';
import { directNoncoherent } from './direct-noncoherent.js';
import { dmabounceOver } from './dmabounce-ops.js';
import type { CoherentMemory } from './safe-buffers.js';

const isOld = (now: Transition): boolean => now.state.platform.profile === 'k2639';
const below = (now: Transition): Backend => (isOld(now) ? direct2011 : directNoncoherent);

const coherentMemory: CoherentMemory = {
  alloc: (now, device, request) => below(now).alloc(now, device, request),
  free(now, memory) {
    // What may not sleep comes from the atomic pool where there is one.
    if (isOld(now)) freeToRegion(now, memory);
    else release(now, { ...memory, allocator: 'pool', isCookie: false });
  },
};

export const dmabounce: Backend = {
  ...directNoncoherent,
  name: 'dmabounce',
  ...dmabounceOver(coherentMemory),
  alloc: coherentMemory.alloc,
  free: (now, device, allocation, attrs, named) => below(now).free(now, device, allocation, attrs, named),
};
