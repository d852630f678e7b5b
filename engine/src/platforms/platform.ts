import type { ByteLength, DmaAddr, Iova, KernelVa, PhysAddr } from '../address/spaces.js';
import type { FormatName } from '../iommu/formats/index.js';
import type { Profile } from './profile.js';
import type { QuirkId } from './quirks.js';

export type Architecture = 'armv4' | 'armv5' | 'armv6' | 'armv7' | 'arm64' | 'pa-risc' | 'x86-64';

/** How the innermost data cache finds a line, which decides whether two addresses of a page can hold two copies. */
export type L1Kind = 'vivt' | 'vipt-aliasing' | 'vipt-nonaliasing' | 'pipt';

/** Which row of the cache maintenance table the CPU has: `cache/maintenance-table.ts`. */
export type MaintenanceKind =
  | 'v7'
  | 'v6'
  | 'v5'
  | 'v5-write-through'
  | 'v4-write-through'
  | 'v4'
  | 'xscale-80200'
  | 'arm64'
  | 'pcx-l'
  | 'none';

/** What is between the L1 and memory. An integrated L2 obeys the same operations as the L1 and needs no level of its own. */
export type OuterCache =
  | { readonly kind: 'none' | 'integrated' }
  | { readonly kind: 'l2c-210' | 'pl310' | 'pl310-io-coherent'; readonly lineBytes: number };

/** Hardware behavior that no kernel source settles, and that manuals leave to whoever builds a chip. */
export interface HardwareAssumptions {
  /** Where DMA memory is not bufferable: whether an uncached access waits until the write buffer is empty. */
  readonly uncachedDrains: boolean;
  /** What a write-back writes: the whole line, or the halves with dirty bytes. */
  readonly dirtyGranule: 'line' | 'half-line';
  /** Whether uncached accesses pass the outer cache by even where it holds the line. */
  readonly uncachedBypassesOuter: boolean;
}

export type CmaArea = { readonly kind: 'off' } | { readonly kind: 'area'; readonly bytes: ByteLength };

/** Bounce buffers of the generic kernel. `force`: every streaming mapping bounces. */
export type SwiotlbConfig =
  | { readonly kind: 'off' }
  | { readonly kind: 'pool'; readonly bytes: ByteLength; readonly force: boolean };

/** Bounce buffers of old ARM boards. A buffer bounces past the mask, or from `bounceFrom` of the physical address on. */
export type DmabounceConfig =
  | { readonly kind: 'off' }
  | {
      readonly kind: 'pools';
      readonly smallBytes: ByteLength;
      /** 0: no pool for large buffers. */
      readonly largeBytes: ByteLength;
      /** The bus' own `needs_bounce`: bounce when the last byte lies at or above. */
      readonly bounceFrom: PhysAddr | undefined;
    };

/** A stretch of memory and where the device sees it: one entry of firmware's `dma-ranges`. */
export interface DmaRange {
  readonly cpuStart: PhysAddr;
  readonly dmaStart: DmaAddr;
  readonly bytes: number;
}

/** No entry: the device sees memory where the CPU does. */
export interface BusRanges {
  /** For devices that firmware describes. */
  readonly described: readonly DmaRange[];
  readonly others: readonly DmaRange[];
}

/** Where IOVAs come from. */
export type IovaSpace =
  /** ARM's bitmap, first fit from `base` up. Linux arch/arm/mm/dma-mapping.c (6.12). */
  | {
      readonly kind: 'bitmap';
      readonly base: Iova;
      readonly bytes: ByteLength;
      /** What earlier mappings already hold at the base. A machine that has been running is past its first IOVA. */
      readonly inUse: ByteLength;
    }
  /** The generic allocator, from the mask down. Linux drivers/iommu/iova.c (6.12). */
  | { readonly kind: 'tree'; readonly start: Iova; readonly end: Iova };

/** Who hears of a fault that no driver installed a handler for. `log-always`: handlers are never called. */
export type UnhandledFault = (typeof unhandledFaults)[number];

export const unhandledFaults = ['panic', 'log', 'log-always', 'disable-iommu', 'nobody'] as const;

/** One IOMMU of the machine. */
export interface IommuInstance {
  readonly name: string;
  readonly format: FormatName;
  readonly iova: IovaSpace;
  readonly unhandledFault: UnhandledFault;
}

export interface MemoryLayout {
  readonly ramBase: PhysAddr;
  readonly ramBytes: ByteLength;
  /** RAM from `ramBase` that the linear map covers; the rest is highmem. */
  readonly lowmemBytes: ByteLength;
  /** RAM from `ramBase` in ZONE_DMA; 0 when the machine has no such zone. */
  readonly zoneDmaBytes: ByteLength;
  /** RAM from `ramBase` up to the end of ZONE_DMA32; 0 when the machine has no such zone. */
  readonly zoneDma32Bytes: ByteLength;
  readonly linearBase: KernelVa;
  readonly vmallocStart: KernelVa;
  readonly vmallocEnd: KernelVa;
}

/** The DMA operations a device's calls end in: `backends/`. */
export type BackendName = (typeof backendNames)[number];

export const backendNames = [
  'direct-noncoherent',
  'direct-coherent',
  'direct-2011',
  'dmabounce',
  'arm-iommu',
  'arm-iommu-coherent',
  'dma-iommu',
  'parisc-iommu',
  'parisc-uncached',
] as const;

/** Behind the IOMMU operations that 32-bit ARM had of its own: Linux arch/arm/mm/dma-mapping.c (6.1). */
export const isArmIommu = (backend: BackendName): boolean =>
  backend === 'arm-iommu' || backend === 'arm-iommu-coherent';

/**
 * What spontaneous evictions, prefetches and drains do. `lazy`: nothing; `eager`: each at the first
 * opportunity; `adversarial`: reported as `may` while the machine goes on unharmed; `worst`: they
 * happen, to show a witness.
 */
export type CachePolicy = 'lazy' | 'eager' | 'adversarial' | 'worst';

/**
 * A machine as data, and only data: it can be printed, compared and shown in a menu, and a variation
 * is a spread. Code asks `platform.speculation`, never for a name.
 */
export interface Platform {
  readonly name: string;
  readonly title: string;
  readonly profile: Profile;
  /** What is different with another kernel; empty for a machine described for one only. */
  readonly profiles: Readonly<Partial<Record<Profile, Partial<Platform>>>>;
  readonly architecture: Architecture;

  readonly l1: L1Kind;
  /** Of an aliasing cache: how many places a page can have, by its virtual address. 1 for every other kind. */
  readonly cacheColors: number;
  readonly l1Policy: 'write-allocate' | 'write-back' | 'write-through';
  /** The line of the innermost data cache. */
  readonly cachelineBytes: number;
  /** What the kernel was built for: Linux `ARCH_DMA_MINALIGN`, and so the least kmalloc alignment. */
  readonly dmaMinAlignBytes: number;
  /** Whether the CPU loads lines nobody asked for. */
  readonly speculation: boolean;
  readonly policy: CachePolicy;
  readonly outerCache: OuterCache;
  readonly maintenance: MaintenanceKind;
  readonly assumptions: HardwareAssumptions;
  /** Whether coherent memory is bufferable, so that descriptor writes need a barrier. */
  readonly bufferableDma: boolean;
  readonly smp: boolean;

  readonly memory: MemoryLayout;
  readonly cma: CmaArea;
  /** Memory for coherent allocations that may not sleep. */
  readonly coherentPoolBytes: ByteLength;
  /** Linux 2.6.39 only: the region coherent memory is remapped into; 0 where there is none. */
  readonly consistentRegionBytes: ByteLength;
  /** Whether coherent allocations lose their linear mapping: what was asked for in 2011 and never built. */
  readonly unmapLinear: boolean;

  /** What a device uses that was not told otherwise. */
  readonly backend: BackendName;
  /** Whether a device that was not told otherwise sees what CPU caches hold. */
  readonly devicesSnoop: boolean;
  /** Whether the generic IOMMU layer may be used on 32-bit ARM, which no kernel selects there. */
  readonly genericOnArm32: boolean;
  /** The first one is the default of a device whose backend needs one. */
  readonly iommus: readonly IommuInstance[];
  /** Whether an unmapped IOVA is invalidated at once, or when a queue is flushed (`dma-iommu` only). */
  readonly iommuStrict: boolean;
  readonly busRanges: BusRanges;
  readonly swiotlb: SwiotlbConfig;
  /** A SWIOTLB pool of each device's own that everything goes through; 0 for none. */
  readonly restrictedPoolBytes: ByteLength;
  readonly dmabounce: DmabounceConfig;

  /** What an allocation without kernel mapping returns. */
  readonly noKernelMapping: 'cookie' | 'ignored';
  readonly lpae: boolean;
  readonly dmaAddressBits: 32 | 64;
  /** Bits of a device's DMA mask until a driver sets one. */
  readonly defaultMaskBits: number;
  /** Whether kernel stacks live in vmalloc space. */
  readonly vmapStack: boolean;
  /** Whether the kernel was built with its DMA API checker. */
  readonly dmaDebug: boolean;
  readonly quirks: readonly QuirkId[];
}

export function hasQuirk(platform: Platform, quirk: QuirkId): boolean {
  return platform.quirks.includes(quirk);
}

export function isArm32({ architecture }: Pick<Platform, 'architecture'>): boolean {
  return architecture.startsWith('armv');
}

/** Whether every agent of the machine sees what the caches hold, so that no view of a page can be stale. */
export function isCoherent({ architecture }: Platform): boolean {
  return architecture === 'x86-64';
}

/** Whether a second cache level has operations of its own. */
export function hasOuterCache({ outerCache }: Platform): boolean {
  return 'lineBytes' in outerCache;
}
