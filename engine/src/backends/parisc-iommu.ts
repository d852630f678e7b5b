// B8: PA-RISC with an IOMMU. Each of its words says at which cache index the device looks, so memory is coherent
// through one virtual address and nothing is maintained. Source: drivers/parisc/sba_iommu.c, iommu-helpers.h (6.12).

import { alignUp, isAligned, offsetIn, pageBytes, pageCount } from '../address/align.js';
import { iovaToDma, offsetBy, type DmaAddr } from '../address/spaces.js';
import { designatedVa } from '../cache/snoop.js';
import type { Protection, SnoopHint } from '../iommu/formats/format.js';
import { zeroMemory } from '../cache/operations.js';
import { highestAddress } from '../memory/dma-address.js';
import { returnFrames, takeFrames } from '../memory/frames.js';
import { physToKernel } from '../memory/linear-map.js';
import type { Transition } from '../ops/transition.js';
import type { Device } from '../state/device.js';
import type { CoherentAllocation, Direction, NoncoherentAllocation, SgEntry, SgMapping } from '../state/map-record.js';
import type { PhysRun } from '../state/memory-object.js';
import {
  type AllocRequest,
  type Backend,
  type BackendAllocation,
  type PagesAllocation,
  type PagesRequest,
  type UnmapSgRequest,
  wholePages,
} from './backend.js';
import { type Chunk, chunksBy, lengthOf, mapChunks } from './iommu-chunks.js';
import { enterRuns, leave, pagesOf } from './iommu-map.js';
import { reachThroughIommu } from './iommu-reach.js';
import { iommusOf } from './iommu-topology.js';
import { returnRuns } from './page-chunks.js';

export const pariscIommu: Backend = {
  name: 'parisc-iommu',
  map(now, device, { run, direction }) {
    const address = enter(now, device, run, direction);
    return address === undefined ? undefined : { address, bounce: undefined };
  },
  unmap: (now, device, { address, size }) => void leave(now, device, address, size),
  mapResource: undefined,
  unmapResource: undefined,
  mapSg(now, device, { entries, direction }) {
    const chunks = chunksBy(entries, (chunk, entry) => mayFollow(device, chunk, entry));
    return mapChunks(now, device, chunks, (chunk) => enterChunk(now, device, chunk, direction));
  },
  unmapSg,
  sync: undefined,
  syncSg: undefined,
  alloc,
  free(now, device, { address, size, runs }: CoherentAllocation) {
    leave(now, device, address, size);
    returnRuns(now, runs);
    return true;
  },
  allocPages,
  freePages(now, device, { address, size, runs }: NoncoherentAllocation) {
    leave(now, device, address, size);
    returnRuns(now, runs);
  },
  allocNoncontiguous: undefined,
  mmapPages: undefined,
  getSgtable: (_now, { runs }) => wholePages(runs),
  limits: {
    // The mask must reach every address the I/O page directory covers.
    supportsMask(state, device, bits) {
      const [instance] = iommusOf(state, device.id);
      return instance?.iova.kind !== 'bitmap' || instance.iova.base + instance.iova.bytes - 1 <= highestAddress(bits);
    },
    requiredMaskBits: () => 32,
    maxMappingBytes: () => Infinity,
    optMappingBytes: () => Infinity,
    mergeBoundary: () => 0,
  },
  reach: reachThroughIommu,
};

/** The driver looks for addresses from where it found some last; here, the lowest that fit. */
function enter(now: Transition, device: Device, run: PhysRun, direction: Direction): DmaAddr | undefined {
  const iova = enterChunk(now, device, [run], direction);
  return iova === undefined ? undefined : iovaToDma(offsetBy(iova, offsetIn(run.start, pageBytes)));
}

function enterChunk(
  now: Transition,
  device: Device,
  entries: readonly PhysRun[],
  direction: Direction,
): ReturnType<typeof enterRuns> {
  const pages = entries.map((entry) => pagesOf(entry));
  const { cachelineBytes } = now.state.platform;
  const sharesLines = entries.some(
    ({ start, length }) => !isAligned(start, cachelineBytes) || !isAligned(length, cachelineBytes),
  );
  const snoop = (run: PhysRun): SnoopHint => ({ coherenceIndex: designatedVa(now.state, run.start), sharesLines });
  return enterRuns(now, device, pages, protections[direction], { snoop });
}

/** Only the hints of CCIO's words depend on it: nothing is ever forbidden. */
const protections: Readonly<Record<Direction, Protection>> = {
  'to-device': ['read'],
  'from-device': ['write'],
  bidirectional: ['read', 'write'],
};

/** One bit of a 64-bit word of the driver's bitmap for each page. */
const largestChunk = 64 * pageBytes;

/** Entries are joined where one page ends and the next one begins, also for the kernel. */
function mayFollow({ maxSegmentBytes, segmentBoundaryBytes }: Device, chunk: Chunk, entry: SgEntry): boolean {
  const last = chunk.at(-1);
  if (last === undefined || last.start + last.length !== entry.start || !isAligned(entry.start, pageBytes))
    return false;
  const size = offsetIn(chunk[0]?.start ?? 0, pageBytes) + lengthOf(chunk) + entry.length;
  return alignUp(size, pageBytes) <= Math.min(maxSegmentBytes, segmentBoundaryBytes, largestChunk);
}

/** Up to the first entry without a segment. */
function unmapSg(now: Transition, device: Device, { segments }: SgMapping, { nents }: UnmapSgRequest): void {
  for (const { address, length } of segments.slice(0, nents)) {
    if (length === 0) return;
    leave(now, device, address, length);
  }
}

/** Ordinary cached pages, whatever attributes say. */
function alloc(now: Transition, device: Device, { size }: AllocRequest): BackendAllocation | undefined {
  const made = allocPages(now, device, { size, gfp: 'kernel', direction: 'bidirectional', attrs: [] });
  const [run] = made?.runs ?? [];
  if (made === undefined || run === undefined) return undefined;
  const cpuAddress = physToKernel(now.state.platform, run.start);
  return { ...made, cpuAddress, isCookie: false, memoryType: 'write-alloc', allocator: 'linear' };
}

function allocPages(now: Transition, device: Device, { size, direction }: PagesRequest): PagesAllocation | undefined {
  const pages = pageCount(size);
  const start = takeFrames(now, 'normal', pages);
  if (start === undefined) return undefined;
  const run = { start, length: pages * pageBytes };
  zeroMemory(now, start, start + run.length);
  const address = enter(now, device, { start, length: size }, direction);
  if (address !== undefined) return { address, runs: [run] };
  returnFrames(now, start, pages);
  return undefined;
}
