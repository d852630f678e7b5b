// Page tables of a domain: what goes in, what comes out, and what the machine hears of it.

import { dmaToIova, physAddr, type DmaAddr, type Iova, type PhysAddr } from '../address/spaces.js';
import { invariant } from '../data/invariant.js';
import type {
  EditRecord,
  Invalidation,
  MapError,
  MapOutcome,
  PageTableFormat,
  Protection,
  SnoopHint,
  Warning,
} from '../iommu/formats/format.js';
import { driverOf } from '../iommu/drivers.js';
import type { Tables } from '../iommu/formats/tables.js';
import { invalidateIotlb } from '../iommu/iotlb.js';
import { emptyGather, gatherInvalidations, syncGather } from '../iommu/gather.js';
import { mapRange, mapSegments, type RangeToUnmap, unmapRange } from '../iommu/map-range.js';
import { iovaToPhys } from '../iommu/walk.js';
import { expectWrite, newWrite } from '../memory/contents.js';
import { nameAt } from '../memory/objects.js';
import type { KernelSite } from '../ops/event-fault.js';
import { change, raise, type Transition } from '../ops/transition.js';
import { hasQuirk } from '../platforms/platform.js';
import type { Domain, DomainId } from '../state/iommu-state.js';
import type { MachineState } from '../state/machine-state.js';
import type { PhysRun } from '../state/memory-object.js';
import { totalLength } from './backend.js';
import { formatOf, setDomain, useDomain } from './iommu-domain.js';

export interface Placement {
  readonly iova: Iova;
  readonly run: PhysRun;
  readonly protection: Protection;
  readonly snoop?: SnoopHint;
}

/** What becomes of the invalidations an unmap asks for: done at once, collected for `iommu_iotlb_sync`, or left to the flush queue. */
export type Flush = 'now' | 'gather' | 'queue';

/** Linux `iommu_map`: the whole run or nothing. */
export function mapIova(
  now: Transition,
  id: DomainId,
  { iova, run, protection, snoop }: Placement,
): MapError | undefined {
  const range = { iova, pa: run.start, size: run.length, protection, ...(snoop === undefined ? {} : { snoop }) };
  return editImages(now, id, { iova, size: run.length }, (format, tables) => mapRange(format, tables, range));
}

/** Linux `iommu_map_sg`: segments one behind the other, or nothing. */
export function mapIovaSegments(
  now: Transition,
  id: DomainId,
  iova: Iova,
  runs: readonly PhysRun[],
  protection: Protection,
): MapError | undefined {
  const segments = runs.map(({ start, length }) => ({ pa: start, length }));
  return editImages(now, id, { iova, size: totalLength(runs) }, (format, tables) =>
    mapSegments(format, tables, { iova, segments, protection }),
  );
}

/** Maps in every image of the tables, and takes it back from those before one that refuses. */
function editImages(
  now: Transition,
  id: DomainId,
  range: RangeToUnmap,
  map: (format: PageTableFormat, tables: Tables) => MapOutcome,
): MapError | undefined {
  const domain = useDomain(now, id);
  if (domain === undefined) return 'EINVAL';
  const format = formatOf(now.state, domain);
  for (const [image, tables] of domain.tables.entries()) {
    const outcome = map(format, tables);
    applyEdit(now, id, image, outcome, 'now');
    if (outcome.error === undefined) continue;
    for (const [earlier, mirrored] of domainIn(now, id).tables.slice(0, image).entries()) {
      applyEdit(now, id, earlier, unmapRange(format, mirrored, range), 'now');
    }
    return outcome.error;
  }
  return undefined;
}

/** Linux `iommu_unmap` and `iommu_unmap_fast`: answers the bytes that are gone, which may be more than were asked for. */
export function unmapIova(now: Transition, id: DomainId, iova: Iova, size: number, flush: Flush): number {
  const domain = useDomain(now, id);
  if (domain === undefined) return 0;
  if (domain.aperture < iova + size) {
    raise(now, { id: 'KERNEL_WARN', site: 'address out of range for the page table' });
    return 0;
  }
  reportLockedSleep(now, domain);
  let unmapped = 0;
  for (const [image, tables] of domain.tables.entries()) {
    const outcome = unmapRange(formatOf(now.state, domain), tables, { iova, size });
    applyEdit(now, id, image, outcome, flush);
    ({ unmapped } = outcome);
  }
  if (size < unmapped) raise(now, { id: 'UNMAP_LARGER', domain: id, iova, size, unmapped });
  return unmapped;
}

/** Linux `iommu_iotlb_sync`: what `unmap_fast` collected is invalidated now. */
export function syncGathered(now: Transition, id: DomainId): void {
  const { gather } = domainIn(now, id);
  setDomain(now, { ...domainIn(now, id), gather: emptyGather });
  invalidate(now, id, syncGather(gather));
}

/** Every IOMMU forgets everything it remembers of the domain. */
export function forgetTranslations(now: Transition, id: DomainId): void {
  invalidate(now, id, [{ kind: 'all' }]);
}

/** Linux `iommu_iova_to_phys`, with `undefined` for its 0. */
export function physBehind(state: MachineState, domain: Domain, address: DmaAddr): PhysAddr | undefined {
  const [tables] = domain.tables;
  const iova = dmaToIova(address);
  if (tables === undefined || domain.aperture <= iova) return undefined;
  return iovaToPhys(formatOf(state, domain), tables, iova);
}

function domainIn({ state }: { readonly state: MachineState }, id: DomainId): Domain {
  const domain = state.iommu.domains.get(id);
  invariant(domain !== undefined, 'a domain is in the state before its tables change');
  return domain;
}

function applyEdit(now: Transition, id: DomainId, image: number, edit: EditRecord, flush: Flush): void {
  const domain = domainIn(now, id);
  const tables = domain.tables.map((it, index) => (index === image ? edit.tables : it));
  setDomain(now, { ...domain, tables });
  if (0 < edit.writes.length) raise(now, { id: 'TABLE_WRITE', domain: id, writes: edit.writes });
  invalidate(now, id, dueNow(now, id, edit.invalidations, flush));
  for (const warning of edit.warnings) reportWarning(now, warning);
  reportMistakes(now, id, edit);
}

/** Only single pages can wait. */
function dueNow(
  now: Transition,
  id: DomainId,
  invalidations: readonly Invalidation[],
  flush: Flush,
): readonly Invalidation[] {
  if (flush === 'now') return invalidations;
  if (flush === 'queue') return invalidations.filter((it) => it.kind !== 'page');
  const domain = domainIn(now, id);
  const gathered = gatherInvalidations(domain.gather, invalidations);
  setDomain(now, { ...domain, gather: gathered.gather });
  return gathered.invalidations;
}

function invalidate(now: Transition, id: DomainId, invalidations: readonly Invalidation[]): void {
  if (invalidations.length === 0) return;
  const domain = domainIn(now, id);
  let { iotlbs } = domain;
  for (const [name, iotlb] of domain.iotlbs) iotlbs = iotlbs.set(name, invalidateIotlb(iotlb, invalidations));
  setDomain(now, { ...domain, iotlbs });
  raise(now, { id: 'IOTLB_INVALIDATE', domain: id, invalidations });
}

/** What the page-table code does that nobody asked for. */
function reportMistakes(now: Transition, id: DomainId, edit: EditRecord): void {
  for (const { pa, kept } of edit.truncations) {
    raise(now, { id: 'QUIRK', quirk: 'Q25' });
    raise(now, {
      id: 'MASK_OVERFLOW',
      limit: { kind: 'format', domain: id },
      address: pa,
      truncated: kept,
      victim: nameAt(now.state, kept),
    });
  }
  if (0 < edit.uncleanedWords.length) raise(now, { id: 'QUIRK', quirk: 'Q14' });
  for (const { address } of edit.strayWrites) {
    raise(now, { id: 'QUIRK', quirk: 'Q15' });
    overwrite(now, id, address);
  }
}

/** A page-table word lands in memory that holds something else. */
function overwrite(now: Transition, id: DomainId, start: PhysAddr): void {
  const end = physAddr(start + strayWordBytes);
  const write = newWrite(now.state, { by: 'kernel' }, start, end);
  expectWrite(now, start, end, write);
  change(now, { dram: now.state.dram.set(start, end, write) });
  raise(now, {
    id: 'MEMORY_CORRUPTION',
    by: { kind: 'page table of', domain: id },
    bytes: { start, length: strayWordBytes },
    victim: nameAt(now.state, start),
    record: undefined,
  });
}

/** Only OMAP does this, and its words have 32 bits. */
const strayWordBytes = 4;

function reportWarning(now: Transition, warning: Warning): void {
  const id = warning.kind === 'bug-unmap-smaller-than-entry' ? 'KERNEL_BUG' : 'KERNEL_WARN';
  raise(now, { id, site: sites[warning.kind] });
}

const sites: Readonly<Record<Warning['kind'], KernelSite>> = {
  'address-out-of-range': 'address out of range for the page table',
  'page-size-not-supported': 'page size the page table does not have',
  'already-mapped': 'page table entry already in use',
  'unmap-of-hole': 'unmap of a page table hole',
  'unmap-smaller-than-entry': 'unmap smaller than the entry',
  'bug-unmap-smaller-than-entry': 'unmap smaller than the entry',
};

/** OMAP's driver holds a spinlock of its own while it resumes the IOMMU to invalidate (quirk Q24). */
function reportLockedSleep(now: Transition, { format }: Domain): void {
  if (!driverOf(format).isOmap || !hasQuirk(now.state.platform, 'Q24')) return;
  raise(now, { id: 'SLEEP_IN_ATOMIC', call: 'unmap', isQuirk: true });
}
