// Kernel bugs kept on purpose. Each can be turned off, so that a trace shows what it changes.

import type { Profile } from './profile.js';

interface Quirk {
  /** What the kernel does that nobody wanted, in a few words. */
  readonly title: string;
  /** Kernels that have it. */
  readonly profiles: readonly Profile[];
}

const fromK310: readonly Profile[] = ['k310', 'k612'];
const onlyK612: readonly Profile[] = ['k612'];

/** By id, as people look them up in docs/platforms.md. */
export const quirks = {
  Q1: { title: 'IOVA 0 is taken for "nothing mapped", so the call does nothing', profiles: fromK310 },
  Q2: { title: 'the DMA mask is ignored when an IOVA is chosen', profiles: fromK310 },
  Q3: { title: 'an IOVA space made from dma-ranges is one byte short', profiles: onlyK612 },
  Q4: { title: 'the IOVA bitmap loses what does not fill an extension', profiles: fromK310 },
  Q5: { title: 'the IOMMU code may sleep where its caller may not', profiles: onlyK612 },
  Q6: { title: 'only the first page is looked up and the others are taken for its neighbors', profiles: fromK310 },
  Q7: { title: 'a coherent device passes one page pointer as an array', profiles: fromK310 },
  Q8: { title: 'a coherent device behind an ARM IOMMU cannot mmap', profiles: fromK310 },
  Q9: { title: 'a failed bounce buffer returns handle 0', profiles: ['k2639'] },
  Q10: { title: 'pages without kernel mapping are neither zeroed nor cleaned', profiles: onlyK612 },
  Q11: { title: 'memory from the atomic pool is not zeroed', profiles: fromK310 },
  Q12: { title: 'a failed resource mapping is recorded', profiles: onlyK612 },
  Q13: { title: 'an exported vmalloc buffer is maintained through its linear alias only', profiles: fromK310 },
  Q14: { title: 'OMAP clears a large page and cleans other words', profiles: fromK310 },
  Q15: { title: 'OMAP writes a page entry into memory mapped as a section', profiles: fromK310 },
  Q16: { title: 'an exhausted contiguous area does not fall back to ordinary pages', profiles: fromK310 },
  Q17: { title: 'a full consistent region leaks the pages', profiles: ['k2639'] },
  Q18: { title: 'the cacheable linear mapping of the memory stays', profiles: ['k2639', 'k310', 'k612'] },
  Q19: { title: 'a section over a table does not flush the walk cache', profiles: onlyK612 },
  Q20: { title: 'the page table is asked for no permissions at all', profiles: ['k310'] },
  Q21: { title: 'a block over a table unmaps everything below it', profiles: onlyK612 },
  Q22: { title: 'SKIP_CPU_SYNC does not skip the copy into a bounce buffer', profiles: fromK310 },
  Q23: { title: 'unmapping part of a section maps physical address 0', profiles: onlyK612 },
  Q24: { title: 'OMAP may sleep under its own lock', profiles: onlyK612 },
  Q25: { title: 'physical addresses above 4 GiB are cut off', profiles: onlyK612 },
  Q26: { title: 'OMAP devices that firmware describes cannot be attached', profiles: onlyK612 },
} as const satisfies Readonly<Record<string, Quirk>>;

export type QuirkId = keyof typeof quirks;

export const quirkIds = Object.keys(quirks) as readonly QuirkId[];

/** In code that every architecture runs; the others are ARM's, or of IOMMUs that only ARM machines have. */
const inCommonCode: ReadonlySet<QuirkId> = new Set<QuirkId>(['Q12', 'Q13', 'Q21', 'Q22']);

/** The quirks a kernel has. */
export function quirksOf(profile: Profile, where: 'arm' | 'common code' = 'arm'): readonly QuirkId[] {
  return quirkIds.filter(
    (id) => (quirks[id].profiles as readonly Profile[]).includes(profile) && (where === 'arm' || inCommonCode.has(id)),
  );
}
