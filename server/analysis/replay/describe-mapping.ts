// What hover shows of one mapping at one place. One idea per line, at most twelve lines, no markup but
// backquotes.
import {
  hexAddress,
  hexWord,
  type IommuView,
  type MappingView as MachineView,
  type MemoryType,
  type PieceView,
  type Platform,
  viewMapping,
} from '#engine';
import type { UnitText } from '../module/unit-text.js';
import { type ContractEntry, isLive, isStreaming } from '../contract/entry.js';
import { code, showDirection } from '../rules/words.js';
import { showTerm } from '../symbolic/term.js';
import type { Replay } from './machine.js';
import { nextCalls, ownerOf } from './next-calls.js';
import type { Numbers } from './numbers.js';
import { assumedAbout, type Planner } from './planner.js';

const mostLines = 12;

/** One mapping at the end of one path, with the paths of the other visits of the same place. */
export interface SeenMapping {
  /** How the user wrote it. */
  readonly name: string;
  readonly entry: ContractEntry;
  /** The same place on every path that was looked at, this one included. */
  readonly onPaths: readonly ContractEntry[];
  readonly planner: Planner;
  readonly replay: Replay;
}

export function describeMapping(seen: SeenMapping, text: UnitText): readonly string[] {
  const { entry, name, planner } = seen;
  const view = machineView(seen);
  const [piece] = view?.pieces ?? [];
  return [
    `${name} — ${whatIs(entry)}, ${stateOf(entry, text)}`,
    ...(isLive(entry) ? [addressLine(seen, piece)] : []),
    ...(view === undefined || piece === undefined ? [] : [behindLine(seen, view, piece, text)]),
    ...(piece?.iommu === undefined ? [] : [iommuLine(piece.iommu)]),
    ...(piece === undefined ? [] : [kernelLine(piece, entry)]),
    ...pathsLine(seen),
    ...nextCalls(entry),
    ...(view === undefined
      ? []
      : assumedLine([...planner.numbers.assumptionsAbout([entry.size]), ...assumedAbout(planner, entry)])),
    ...(view === undefined && isLive(entry) ? planner.skipped.keys() : []),
  ].slice(0, mostLines);
}

/** `streaming mapping`, for the first line and for lists of mappings. */
export function whatIs({ family, origin, madeHere }: ContractEntry): string {
  switch (family) {
    case 'single':
      return 'streaming mapping';
    case 'sg':
      return 'scatterlist mapping';
    case 'resource':
      return 'resource mapping';
    case 'coherent':
      return origin.name.includes('_wc') || origin.name.includes('writecombine')
        ? 'write-combined allocation'
        : 'coherent allocation';
    case 'noncoherent':
      return 'non-coherent allocation';
    case 'noncontiguous':
      return 'non-contiguous allocation';
    case 'pool':
      return madeHere && origin.name.includes('create') ? 'DMA pool' : 'block of a DMA pool';
    case 'dma-buf':
    case 'attachment':
    case 'attachment-table':
    case 'iommu-domain':
    case 'iommu-attachment':
      return 'reference';
    default:
      return family satisfies never;
  }
}

function stateOf(entry: ContractEntry, text: UnitText): string {
  if (entry.state === 'failed') return 'failed on this path';
  if (entry.state === 'released') return `released at ${text.place(entry.releasedAt ?? entry.origin.at)}`;
  if (!isStreaming(entry) && entry.family !== 'noncoherent') {
    return `for the CPU and the device since ${text.place(entry.origin.at)}`;
  }
  return `owned by the ${ownerWords[ownerOf(entry)]} since ${text.place(entry.ownedSince)}`;
}

const ownerWords = { cpu: 'CPU', device: 'device' } as const;

function machineView({ entry, planner, replay }: SeenMapping): MachineView | undefined {
  const planned = planner.mappings.get(entry.id);
  if (planned === undefined || !isLive(entry)) return undefined;
  const result = replay.played[planned.made]?.result;
  const state = replay.played.at(-1)?.state;
  if (state === undefined) return undefined;
  switch (result?.kind) {
    case 'mapped':
      return viewMapping(state, result.mapping);
    case 'sg-mapped':
      return viewMapping(state, result.list);
    case 'allocated':
      return viewMapping(state, result.allocation);
    default:
      return undefined;
  }
}

function addressLine({ entry, planner: { numbers }, replay }: SeenMapping, piece: PieceView | undefined): string {
  return [
    rangeOf(entry, numbers, replay.platform, piece),
    ...(entry.direction === undefined ? [] : [`direction ${showDirection(entry.direction)}`]),
    ...(entry.state === 'unchecked' ? [uncheckedWords(entry)] : []),
  ].join(' · ');
}

function rangeOf(entry: ContractEntry, numbers: Numbers, platform: Platform, piece: PieceView | undefined): string {
  const address = platform.iommus.length === 0 ? 'DMA address' : 'IOVA';
  const start = piece === undefined ? `no ${address}` : `${address} ${code(hexAddress(piece.address))}`;
  if (entry.size === undefined) return start;
  const shown = showTerm(entry.size);
  const value = numbers.of(entry.size);
  const assumed = entry.size.kind === 'const' || value === undefined ? '' : ` (assumed ${value})`;
  if (entry.family === 'sg') return `${start} · ${code(shown)} list entries${assumed}`;
  return `${start} … ${code(`+${shown}`)}${assumed}`;
}

function uncheckedWords({ family }: ContractEntry): string {
  switch (family) {
    case 'single':
    case 'resource':
      return 'not yet checked with `dma_mapping_error()`';
    case 'sg':
      return 'the result is not yet tested';
    default:
      return 'not yet tested for `NULL`';
  }
}

function behindLine(seen: SeenMapping, view: MachineView, piece: PieceView, text: UnitText): string {
  const neighbors = [...new Set(view.neighbors.map((it) => it.name))];
  return [
    `behind it: ${bufferWords(seen, view, text)}`,
    `${isLowmem(piece) ? 'lowmem' : 'memory'} ${code(hexAddress(piece.physical))}`,
    ...(neighbors.length === 0 ? [] : [`shares a cache line with ${neighbors.join(' and ')}`]),
  ].join(', ');
}

const isLowmem = ({ kernel }: PieceView): boolean => kernel.some(({ kind }) => kind === 'linear');

function bufferWords({ entry, planner }: SeenMapping, { record, buffer }: MachineView, text: UnitText): string {
  if (record.kind === 'coherent' && record.isCookie) return 'no kernel mapping, the CPU address is a cookie';
  if (record.kind === 'coherent' || record.kind === 'noncoherent') {
    return `CPU address ${code(hexAddress(record.cpuAddress))}`;
  }
  if (record.kind === 'sg')
    return `${count(record.entries.length, 'entry', 'entries')} as ${count(record.nents, 'segment', 'segments')}`;
  const object = planner.mappings.get(entry.id)?.object;
  const from = object?.from;
  if (from !== undefined) return `${buffer} (${code(from.allocator)}, ${text.place(from.at)})`;
  if (object?.region === 'stack') return `${buffer} (on the stack)`;
  return `${buffer} (taken for ${object?.region === 'pages' ? 'a page' : 'kmalloc memory'})`;
}

const count = (many: number, one: string, more: string): string => `${many} ${many === 1 ? one : more}`;

function iommuLine({ words, entryBytes }: IommuView): string {
  const walk = words.map(({ level, index }) => `L${level}[${index}]`).join(' → ');
  const last = words.at(-1);
  const word = last === undefined ? '' : `, ${code(hexWord(last.word))}`;
  return `IOMMU: ${walk}${entryBytes === undefined ? ', nothing there' : ` ${pageWords(entryBytes)}`}${word}`;
}

const pageNames: ReadonlyMap<number, string> = new Map([
  [0x1000, 'small page'],
  [0x10000, 'large page'],
  [0x100000, 'section'],
  [0x1000000, 'supersection'],
  [0x200000, '2 MiB block'],
  [0x40000000, '1 GiB block'],
]);

const pageWords = (entryBytes: number): string => pageNames.get(entryBytes) ?? `entry of ${entryBytes} bytes`;

function kernelLine({ kernel }: PieceView, { family }: ContractEntry): string {
  if (kernel.length === 0) return 'kernel mapping: none';
  const kinds = kernel.map(({ kind, type }) => `${kind}, ${typeWords[type]}`);
  const isAlias = family === 'coherent' && kernel.length > 1;
  return `kernel mapping: ${kinds.join(isAlias ? '; also ' : '; ')}`;
}

const typeWords: Readonly<Record<MemoryType, string>> = {
  'write-alloc': 'write-back cached',
  bufferable: 'uncached, bufferable',
  uncached: 'uncached',
  device: 'device memory',
  'write-through': 'write-through cached',
  'write-back': 'write-back cached, not allocated on writes',
  minicache: 'cached apart',
  'device-write-combine': 'uncached, bufferable',
  'device-cached': 'device memory, cached',
  'device-nonshared': 'device memory',
  vectors: 'write-back cached',
};

/** Nothing where every path agrees. */
function pathsLine({ entry, onPaths }: SeenMapping): readonly string[] {
  const isSame = (other: ContractEntry): boolean => stateWord(other) === stateWord(entry);
  const others = onPaths.filter((it) => !isSame(it));
  if (others.length === 0) return [];
  const counts = new Map<string, number>();
  for (const other of others) counts.set(stateWord(other), (counts.get(stateWord(other)) ?? 0) + 1);
  const elsewhere = [...counts].map(([word, count]) => `on ${count === 1 ? 'one' : count} ${word}`);
  return [`so on ${onPaths.length - others.length} of ${onPaths.length} paths; ${elsewhere.join('; ')}`];
}

function stateWord(entry: ContractEntry): string {
  if (entry.state === 'failed') return isStreaming(entry) ? 'the mapping failed' : 'the allocation failed';
  if (entry.state === 'released') return 'it is released already';
  return `the ${ownerWords[ownerOf(entry)]} owns it${entry.state === 'unchecked' ? ', unchecked' : ''}`;
}

const assumedLine = (all: readonly string[]): readonly string[] =>
  all.length === 0 ? [] : [`assumed: ${all.join('; ')}`];
