import { drain } from '../cache/write-buffer.js';
import { isBufferable } from '../memory/memory-types.js';
import type { Transition } from '../ops/transition.js';
import type { Platform } from '../platforms/platform.js';
import type { MemoryType } from '../state/cpu-map.js';

/** Whether barriers are instructions: Linux arch/arm/include/asm/barrier.h (6.12); elsewhere they bind the compiler only. */
export function hasBarriers({ bufferableDma, smp }: Platform): boolean {
  return bufferableDma || smp;
}

/** Whether an access that may not wait in the write buffer lets what is there go first, as cores before ARMv6 do. */
export function uncachedDrains({ bufferableDma, assumptions }: Platform): boolean {
  return !bufferableDma && assumptions.uncachedDrains;
}

export function waitForWriteBuffer(now: Transition, type: MemoryType): void {
  if (!isBufferable(type) && uncachedDrains(now.state.platform)) drain(now);
}
