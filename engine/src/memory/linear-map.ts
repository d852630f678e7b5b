import { offsetBy, physAddr, kernelVa, type KernelVa, type PhysAddr } from '../address/spaces.js';
import type { Platform } from '../platforms/platform.js';

/** Whether the kernel's permanent mapping covers a physical address. */
export function isLowmem({ memory }: Platform, pa: PhysAddr): boolean {
  return memory.ramBase <= pa && pa < offsetBy(memory.ramBase, memory.lowmemBytes);
}

export function isLinear({ memory }: Platform, va: KernelVa): boolean {
  return memory.linearBase <= va && va < offsetBy(memory.linearBase, memory.lowmemBytes);
}

export function isVmalloc({ memory }: Platform, va: KernelVa): boolean {
  return memory.vmallocStart <= va && va < memory.vmallocEnd;
}

/** Linux `__va`: right for lowmem only. */
export function physToKernel({ memory }: Platform, pa: PhysAddr): KernelVa {
  return kernelVa(memory.linearBase + (pa - memory.ramBase));
}

/** Linux `__pa`: arithmetic, so a number comes out for any address, right or not. */
export function kernelToPhys({ memory, dmaAddressBits }: Platform, va: KernelVa): PhysAddr {
  const pa = memory.ramBase + (va - memory.linearBase);
  // 32-bit addresses wrap around.
  return physAddr(dmaAddressBits === 32 ? (pa + 2 ** 32) % 2 ** 32 : Math.abs(pa));
}
