import { alignUp, pageBytes } from '../address/align.js';
import { offsetBy, type PhysAddr } from '../address/spaces.js';
import { emptyMap } from '../data/persistent-map.js';
import type { Platform } from '../platforms/platform.js';
import type { ZoneName, ZoneState } from '../state/allocator-state.js';

const mib = 1024 * 1024;

/** The kernel image, then its page descriptors, then page tables of IOMMUs: engine choices, at the start of RAM. */
const imageBytes = 16 * mib;
/** Linux include/linux/mm_types.h (6.12): `struct page` has 32 bytes on 32-bit ARM without extras. */
const pageDescriptorBytes = 32;
const tablesBytes = 32 * mib;
/** Room for one domain: its root and about a thousand second-level tables. */
const tablesPerDomainBytes = mib;
const firstFreeAlignment = 64 * mib;

export interface ReservedMemory {
  readonly imageEnd: PhysAddr;
  /** The kernel's `mem_map`: one descriptor per page frame. */
  readonly pageDescriptors: PhysAddr;
  readonly tables: PhysAddr;
  readonly end: PhysAddr;
}

export function reservedMemory({ memory }: Platform): ReservedMemory {
  const imageEnd = offsetBy(memory.ramBase, imageBytes);
  const tables = offsetBy(imageEnd, (memory.ramBytes / pageBytes) * pageDescriptorBytes);
  const used = offsetBy(tables, tablesBytes);
  const end = offsetBy(memory.ramBase, alignUp(used - memory.ramBase, firstFreeAlignment));
  return { imageEnd, pageDescriptors: imageEnd, tables, end };
}

/** Where the tables of the n-th domain start; with more domains than there is room for, the first addresses come again. */
export function tablesOfDomain(platform: Platform, index: number): PhysAddr {
  const slots = tablesBytes / tablesPerDomainBytes;
  return offsetBy(reservedMemory(platform).tables, (index % slots) * tablesPerDomainBytes);
}

export function pageDescriptorOf(platform: Platform, page: PhysAddr): PhysAddr {
  const frame = Math.floor((page - platform.memory.ramBase) / pageBytes);
  return offsetBy(reservedMemory(platform).pageDescriptors, frame * pageDescriptorBytes);
}

/** Lowmem without what is reserved at its start and the contiguous area at its end; highmem is the rest of RAM. */
export function freshZones(platform: Platform): Readonly<Record<ZoneName, ZoneState>> {
  const { memory, cma, coherentPoolBytes } = platform;
  const lowmemEnd = offsetBy(memory.ramBase, memory.lowmemBytes);
  // The pool for atomic allocations is the end of lowmem (backends/atomic-pool.ts) and is never handed out here.
  const poolStart = offsetBy(lowmemEnd, 0 - coherentPoolBytes);
  const cmaStart = cma.kind === 'area' ? offsetBy(lowmemEnd, 0 - cma.bytes) : poolStart;
  return {
    normal: freshZone(reservedMemory(platform).end, cmaStart),
    cma: freshZone(cmaStart, poolStart),
    highmem: freshZone(lowmemEnd, offsetBy(memory.ramBase, memory.ramBytes)),
  };
}

function freshZone(start: PhysAddr, end: PhysAddr): ZoneState {
  return { start, next: start, end, free: emptyMap() };
}

export function zoneOf(zones: Readonly<Record<ZoneName, ZoneState>>, page: PhysAddr): ZoneName | undefined {
  const names: readonly ZoneName[] = ['normal', 'cma', 'highmem'];
  return names.find((name) => zones[name].start <= page && page < zones[name].end);
}
