// A state as plain data for a hover, a panel or a debugger: everything behind one mapping.

import { alignDown, alignUp, pageBytes } from '../address/align.js';
import { dmaToIova, offsetBy, physAddr, type DmaAddr, type KernelVa, type PhysAddr } from '../address/spaces.js';
import { findDomain, formatOf } from '../backends/iommu-domain.js';
import { attachedDomain, iommusOf } from '../backends/iommu-topology.js';
import { cacheLevels } from '../cache/lookup.js';
import { dmaPieces, isOwned } from '../contract/records.js';
import type { VisitedWord } from '../iommu/formats/format.js';
import { isLowmem, physToKernel } from '../memory/linear-map.js';
import { dataPage, smallPageWord } from '../memory/pgprot.js';
import { findNeighbor, nameAt } from '../memory/objects.js';
import type { Neighbor } from '../ops/event-hazard.js';
import type { MemoryType } from '../state/cpu-map.js';
import type { MapId } from '../state/ids.js';
import type { MachineState } from '../state/machine-state.js';
import type { Direction, MapRecord, Owner } from '../state/map-record.js';

export interface MappingView {
  readonly record: MapRecord;
  /** `shared`: parts belong to the CPU and parts to the device; coherent memory always does. */
  readonly owner: Owner | 'shared';
  readonly direction: Direction | undefined;
  readonly errorCheck: 'not-applicable' | 'not-checked' | 'checked';
  /** What the driver calls the memory behind the first byte. */
  readonly buffer: string;
  readonly pieces: readonly PieceView[];
  /** Others in the first and last cacheline. */
  readonly neighbors: readonly Neighbor[];
}

/** Bytes that are contiguous for the device and in memory. */
export interface PieceView {
  readonly address: DmaAddr;
  readonly physical: PhysAddr;
  readonly length: number;
  readonly kernel: readonly KernelMappingView[];
  readonly iommu: IommuView | undefined;
  readonly cache: CacheView;
}

export interface KernelMappingView {
  readonly va: KernelVa;
  readonly kind: 'linear' | 'vmalloc';
  readonly type: MemoryType;
  /** The CPU's page-table word as if the page were mapped alone; ARM only. */
  readonly word: number | undefined;
}

export interface IommuView {
  /** Those between the device and memory, one for each port. */
  readonly instances: readonly string[];
  readonly format: string;
  /** The words a walk reads for the first byte, root first; the last one decides. */
  readonly words: readonly VisitedWord[];
  /** Bytes the deciding entry translates: 4 KiB is a small page, 1 MiB a section. `undefined` on a fault. */
  readonly entryBytes: number | undefined;
}

/** Bytes of a piece in the caches. */
export interface CacheView {
  readonly cached: number;
  readonly dirty: number;
  /** Bytes a speculative load may have brought in. */
  readonly speculated: number;
}

/** The live mappings and allocations, oldest first. */
export function mappingsOf(state: MachineState): readonly MapRecord[] {
  return [...state.mappings.values()];
}

/** Everything behind a live mapping, or `undefined` after its release. */
export function viewMapping(state: MachineState, id: MapId): MappingView | undefined {
  const record = state.mappings.get(id);
  if (record === undefined) return undefined;
  const [first] = record.runs;
  return {
    record,
    owner: ownerOf(record),
    direction: record.kind === 'coherent' ? undefined : record.direction,
    errorCheck: errorCheckOf(record),
    buffer: first === undefined ? '' : nameAt(state, first.start),
    pieces: piecesOf(state, record),
    neighbors: neighborsOf(state, record),
  };
}

function ownerOf(record: MapRecord): Owner | 'shared' {
  if (!isOwned(record)) return 'shared';
  const owners = new Set([...record.tenures].map((slice) => slice.value.owner));
  const [only, other] = owners;
  return only === undefined || other !== undefined ? 'shared' : only;
}

function errorCheckOf(record: MapRecord): MappingView['errorCheck'] {
  if (record.kind !== 'streaming') return 'not-applicable';
  return record.errorCheck === 'checked' ? 'checked' : 'not-checked';
}

/** Cuts the device's pieces where the memory behind them is not contiguous. */
function piecesOf(state: MachineState, record: MapRecord): readonly PieceView[] {
  const pieces: PieceView[] = [];
  for (const piece of dmaPieces(record)) {
    let before = 0;
    for (const run of record.runs) {
      const from = Math.max(piece.offset, before);
      const to = Math.min(piece.offset + piece.length, before + run.length);
      if (from < to) {
        const address = offsetBy(piece.address, from - piece.offset);
        pieces.push(viewPiece(state, record, address, offsetBy(run.start, from - before), to - from));
      }
      before += run.length;
    }
  }
  return pieces;
}

function viewPiece(
  state: MachineState,
  record: MapRecord,
  address: DmaAddr,
  physical: PhysAddr,
  length: number,
): PieceView {
  return {
    address,
    physical,
    length,
    kernel: kernelMappingsOf(state, physical),
    iommu: iommuOf(state, record, address),
    cache: cacheOf(state, physical, physical + length),
  };
}

function kernelMappingsOf(state: MachineState, physical: PhysAddr): readonly KernelMappingView[] {
  const { platform } = state;
  const mappings: KernelMappingView[] = [];
  if (isLowmem(platform, physical)) {
    const type = state.linearTypes.at(physical) ?? 'write-alloc';
    if (type !== 'unmapped')
      mappings.push({
        va: physToKernel(platform, physical),
        kind: 'linear',
        type,
        word: wordOf(state, physical, type),
      });
  }
  for (const view of state.views.at(physical) ?? []) {
    if (view.space !== 'kernel') continue;
    const mapping = state.kernelMap.at(view.va);
    if (mapping === undefined) continue;
    const va = offsetBy(mapping.va, physical - mapping.pa);
    mappings.push({ va, kind: 'vmalloc', type: view.type, word: wordOf(state, physical, view.type) });
  }
  return mappings;
}

function wordOf({ platform }: MachineState, physical: PhysAddr, type: MemoryType): number | undefined {
  if (platform.architecture !== 'armv7') return undefined;
  return smallPageWord(alignDown(physical, pageBytes), dataPage('kernel', type));
}

function iommuOf(state: MachineState, record: MapRecord, address: DmaAddr): IommuView | undefined {
  const domain = findDomain(state, attachedDomain(state, record.device));
  const [tables] = domain?.tables ?? [];
  if (domain === undefined || tables === undefined) return undefined;
  const format = formatOf(state, domain);
  const found = format.walk(tables, dmaToIova(address), { kind: 'lookup' });
  return {
    instances: iommusOf(state, record.device).map((it) => it.name),
    format: format.name,
    words: found.visited,
    entryBytes: found.kind === 'translated' ? found.entry.size : undefined,
  };
}

function cacheOf(state: MachineState, start: number, end: number): CacheView {
  const levels = cacheLevels(state);
  const most = (sizes: readonly number[]): number => Math.max(0, ...sizes);
  return {
    cached: most(levels.map(({ copies }) => covered(copies.slices(start, end)))),
    dirty: most(levels.map(({ dirty }) => covered(dirty.slices(start, end)))),
    speculated: most(levels.map(({ speculated }) => covered(speculated.slices(start, end)))),
  };
}

function covered(slices: readonly { readonly start: number; readonly end: number }[]): number {
  return slices.reduce((sum, slice) => sum + (slice.end - slice.start), 0);
}

function neighborsOf(state: MachineState, record: MapRecord): readonly Neighbor[] {
  const lineBytes = state.platform.cachelineBytes;
  return record.runs.flatMap(({ start, length }) => {
    const end = start + length;
    const own = { object: state.owners.at(start), part: state.parts.at(start) };
    const [first, last] = [alignDown(physAddr(start), lineBytes), alignUp(physAddr(end), lineBytes)];
    return [findNeighbor(state, first, start, own), findNeighbor(state, end, last, own)].flatMap((it) => it ?? []);
  });
}
