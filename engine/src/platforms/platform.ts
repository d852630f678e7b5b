import type { ByteLength, Iova, KernelVa, PhysAddr } from '../address/spaces.js';
import type { FormatName } from '../iommu/formats/index.js';

/** The kernel whose DMA layer is modeled. `k310`: 3.10; `k612`: 6.12. */
export type Profile = 'k310' | 'k612';

/** Kernel bugs kept on purpose; engine.md Appendix A. */
export type QuirkId = 'Q1' | 'Q2' | 'Q5' | 'Q6' | 'Q10' | 'Q11' | 'Q16' | 'Q18' | 'Q20';

/** Which row of the cache maintenance table the CPU has. */
export type MaintenanceKind = 'v7' | 'none';

export type OuterCache = { readonly kind: 'none' } | { readonly kind: 'pl310'; readonly lineBytes: number };

export type CmaArea = { readonly kind: 'off' } | { readonly kind: 'area'; readonly bytes: ByteLength };

export type IommuKind =
  | { readonly kind: 'none' }
  | {
      readonly kind: 'pages';
      readonly format: FormatName;
      readonly iovaBase: Iova;
      readonly iovaBytes: ByteLength;
      /** What earlier mappings already hold at the base. A machine that has been running is past its first IOVA. */
      readonly iovaInUse: ByteLength;
      /** What a fault does when no driver installed a handler. */
      readonly unhandledFault: 'panic' | 'log';
    };

export interface MemoryLayout {
  readonly ramBase: PhysAddr;
  readonly ramBytes: ByteLength;
  /** RAM from `ramBase` that the linear map covers; the rest is highmem. */
  readonly lowmemBytes: ByteLength;
  readonly linearBase: KernelVa;
  readonly vmallocStart: KernelVa;
  readonly vmallocEnd: KernelVa;
}

/**
 * A machine as data, and only data: it can be printed, compared and shown in a menu, and a variation
 * is a spread. Code asks `platform.speculation`, never for a name.
 */
export interface Platform {
  readonly name: string;
  readonly title: string;
  readonly profile: Profile;
  readonly architecture: 'armv7' | 'x86-64';
  readonly l1: 'pipt' | 'vipt-nonaliasing';
  /** The line of the innermost data cache. */
  readonly cachelineBytes: number;
  /** What the kernel was built for: Linux `ARCH_DMA_MINALIGN`, and so the least kmalloc alignment. */
  readonly dmaMinAlignBytes: number;
  /** Whether the CPU loads lines nobody asked for. */
  readonly speculation: boolean;
  readonly outerCache: OuterCache;
  readonly maintenance: MaintenanceKind;
  /** Whether coherent memory is bufferable, so that descriptor writes need a barrier. */
  readonly bufferableDma: boolean;
  readonly memory: MemoryLayout;
  readonly cma: CmaArea;
  readonly coherentPoolBytes: ByteLength;
  readonly backend: 'direct-noncoherent' | 'direct-coherent' | 'arm-iommu';
  readonly iommu: IommuKind;
  /** What an allocation without kernel mapping returns. */
  readonly noKernelMapping: 'cookie' | 'ignored';
  readonly dmaAddressBits: 32 | 64;
  /** Bits of a device's DMA mask until a driver sets one. */
  readonly defaultMaskBits: number;
  /** Whether kernel stacks live in vmalloc space. */
  readonly vmapStack: boolean;
  readonly quirks: readonly QuirkId[];
}

export function hasQuirk(platform: Platform, quirk: QuirkId): boolean {
  return platform.quirks.includes(quirk);
}

export function isCoherent(platform: Platform): boolean {
  return platform.backend === 'direct-coherent';
}
