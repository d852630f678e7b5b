import { bytes, offsetBy, physAddr } from '../address/spaces.js';
import { arm32Memory } from './arm32.js';
import { isArm32, type MemoryLayout, type Platform } from './platform.js';

const fourGib = 4 * 1024 ** 3;

/** The machine with other RAM. What the kernel puts where follows from it. */
export function withMemory(platform: Platform, change: Partial<MemoryLayout>): Platform {
  const memory = { ...platform.memory, ...change };
  const { ramBase, ramBytes, zoneDmaBytes } = memory;
  if (isArm32(platform)) {
    return { ...platform, memory: arm32Memory(platform.profile, { base: ramBase, bytes: ramBytes, zoneDmaBytes }) };
  }
  return {
    ...platform,
    memory: {
      ...memory,
      ramBase: physAddr(ramBase),
      lowmemBytes: ramBytes,
      zoneDmaBytes: bytes(Math.min(zoneDmaBytes, ramBytes)),
      zoneDma32Bytes: bytes(memory.zoneDma32Bytes === 0 ? 0 : Math.min(Math.max(fourGib - ramBase, 0), ramBytes)),
    },
  };
}

/** Where RAM ends: the first address past it. */
export function ramEnd({ memory }: Platform): number {
  return offsetBy(memory.ramBase, memory.ramBytes);
}
