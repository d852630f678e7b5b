import { attributesByName } from '../api/attributes.js';
import type { Span } from '../base/span.js';
import { isWithin, levelsOf, type Region } from '../symbolic/region.js';
import { decide, range } from '../symbolic/solve.js';
import { useFailed, useUnchecked } from './check-tested.js';
import { direction, directionOf } from './check-writes.js';
import type { Access } from './calls.js';
import { checkStaleAccess } from './check-stale.js';
import { type Contract, type ContractEntry, isLive, replaceEntry } from './entry.js';
import type { Use } from './event.js';
import { entriesOver } from './find-entry.js';
import { isHeaderConstant, isSizeOf, sizeKey } from './symbol-keys.js';
import { type Argument, same, type World } from './world.js';

const noKernelMapping = attributesByName(['DMA_ATTR_NO_KERNEL_MAPPING']);

/** Judges one CPU access against every entry whose bytes it touches. */
export function access(world: World, contract: Contract, it: Access): Contract {
  let after = checkStaleAccess(world, contract, it);
  for (const entry of entriesOver(contract, it.region)) after = replaceEntry(after, accessEntry(world, entry, it));
  for (const entry of contract) if (isNullPointer(entry, it)) useFailed(world, entry, accessUse(it));
  return it.kind === 'write' ? noteWriteBehindHandle(after, it) : after;
}

const accessUse = ({ at, by }: Access): Use => ({ at, how: 'dereferenced', to: by });

const isNullPointer = ({ state, family, buffer }: ContractEntry, { region }: Access): boolean =>
  state === 'failed' && isAllocated(family) && buffer !== undefined && isWithin(region, buffer) === 'yes';

const isAllocated = (family: ContractEntry['family']): boolean => family === 'coherent' || family === 'pool';

function accessEntry(world: World, entry: ContractEntry, it: Access): ContractEntry {
  if (isCookie(entry)) {
    const kind = it.by === undefined ? it.kind : 'passed';
    world.raise({ id: 'COOKIE_DEREF', at: it.at, heuristics: [], entry, access: kind, to: it.by });
    return { ...entry, state: 'live', escaped: true };
  }
  const isStreaming = entry.family === 'single' || entry.family === 'sg';
  if (!isStreaming) {
    const used = useUnchecked(world, entry, accessUse(it));
    return entry.family === 'noncoherent' ? accessNoncoherent(world, used, it) : used;
  }
  if (it.kind === 'write' && !isMapped(world, entry, it)) return entry;
  if (entry.owner === 'cpu') {
    return it.kind === 'write' ? withWrite(entry, it, false) : entry;
  }
  return it.kind === 'read' ? readWhileDeviceOwned(world, entry, it) : writeWhileDeviceOwned(world, entry, it);
}

/** Cached memory: what the device wrote, or shall read, needs a sync as if it had been mapped. */
function accessNoncoherent(world: World, entry: ContractEntry, it: Access): ContractEntry {
  if (it.kind === 'write') return withWrite(entry, it, false);
  const { startedAt } = entry;
  const isStale = startedAt !== undefined && directionOf(entry) !== direction.toDevice && entry.writes.length === 0;
  if (!isStale || directionOf(entry) === undefined || entry.escaped) return entry;
  raiseUnsynced(world, entry, { ...it, startedAt });
  return { ...entry, startedAt: undefined };
}

/** The device starts with bytes that the CPU wrote into its cache. */
export function startNoncoherent(world: World, entry: ContractEntry, at: Span): void {
  const [write] = entry.writes;
  if (write === undefined || entry.escaped || directionOf(entry) === undefined) return;
  if (directionOf(entry) === direction.fromDevice) return;
  raiseUnsynced(world, entry, { at: write.at, region: write.region, kind: 'write', startedAt: at });
}

function raiseUnsynced(
  world: World,
  entry: ContractEntry,
  it: { readonly at: Span; readonly region: Region; readonly kind: 'read' | 'write'; readonly startedAt: Span },
): void {
  const { at, region, kind, startedAt } = it;
  const heuristics = ['start-by-register-write'] as const;
  world.raise({ id: 'NONCOHERENT_UNSYNCED', at, heuristics, entry, region, startedAt, access: kind });
}

/** A cookie given to a function that takes a CPU address: the value itself, not what lies behind it. */
export function checkCookie(world: World, contract: Contract, argument: Argument, to: string): void {
  for (const entry of contract) {
    if (!isLive(entry) || !isCookie(entry) || same(world, entry.cpu, argument.term) !== 'yes') continue;
    world.raise({ id: 'COOKIE_DEREF', at: argument.at, heuristics: [], entry, access: 'passed', to });
  }
}

export function isCookie(entry: ContractEntry): boolean {
  return (
    entry.attributes?.kind === 'const' &&
    (entry.attributes.value & noKernelMapping) !== 0 &&
    entry.family === 'coherent'
  );
}

/**
 * Whether the bytes are certainly among the mapped ones: a mapping may cover the first elements of an array, or the
 * headers that a larger structure starts with.
 */
function isMapped(world: World, entry: ContractEntry, { region, object, inside }: Access): boolean {
  const { buffer, size } = entry;
  if (buffer === undefined || size === undefined) return true;
  if (inside?.whole === buffer && range(world.terms, world.facts, size).maximum <= inside.offset) return false;
  const { terms, facts } = world;
  const level = levelsOf(buffer).length - 1;
  const index = levelsOf(region)[level]?.index ?? terms.number(0);
  const distance = terms.binary('-', index, levelsOf(buffer)[level]?.index ?? terms.number(0));
  const isFirst = distance.kind === 'const' && distance.value === 0;
  // Indexes count structs, and the size bytes: of the structs after the first only a size that names them has some.
  if (!isFirst && object !== undefined && size.kind === 'const') return false;
  if (!isFirst && decide(terms, facts, terms.binary('<', distance, size)) !== 'yes') return false;
  const parts = size.kind === 'linear' ? size.parts.map((part) => part.atom) : [size];
  const symbols = parts.filter((part) => part.kind === 'symbol');
  if (object === undefined || symbols.some(({ key }) => key === sizeKey(object))) return true;
  // Of a length that is known by name only a structure the CPU fills may be longer: `ISER_HEADERS_LEN`.
  if (directionOf(entry) !== direction.fromDevice && symbols.some(isHeaderConstant)) return false;
  return symbols.length < parts.length || !symbols.every((symbol) => isSizeOf(symbol, 'struct '));
}

function readWhileDeviceOwned(world: World, entry: ContractEntry, it: Access): ContractEntry {
  const deviceWrites = directionOf(entry) === direction.fromDevice || directionOf(entry) === direction.bidirectional;
  const { startedAt } = entry;
  // Before the device was started it cannot have written, and what the CPU itself just wrote is in its cache.
  if (!deviceWrites || startedAt === undefined || entry.writes.length > 0) return entry;
  const heuristics = ['start-by-register-write'] as const;
  world.raise({ id: 'MISSING_SYNC_FOR_CPU', at: it.at, heuristics, entry, region: it.region, startedAt });
  return { ...entry, owner: 'cpu' };
}

function writeWhileDeviceOwned(world: World, entry: ContractEntry, it: Access): ContractEntry {
  // A function nothing is known of had the address: it may have unmapped it.
  if (entry.escaped) return entry;
  if (directionOf(entry) !== direction.fromDevice) return withWrite(entry, it, true);
  // Of a page the device may get a part only, and drivers keep their notes in the rest: sfc, mlx4.
  if (isPartOfPage(entry)) return entry;
  world.raise({ id: 'CPU_WRITE_DEVICE_OWNED', at: it.at, heuristics: [], entry, region: it.region, before: undefined });
  return { ...entry, owner: 'cpu' };
}

function isPartOfPage({ buffer }: ContractEntry): boolean {
  const pointer = buffer?.kind === 'root' ? buffer.pointer : undefined;
  return pointer?.kind === 'apply' && pointer.name === 'address-of-page';
}

function withWrite(entry: ContractEntry, it: Access, whileDeviceOwned: boolean): ContractEntry {
  return { ...entry, writes: [...entry.writes, { at: it.at, region: it.region, whileDeviceOwned }] };
}

/**
 * A handle that another function mapped has an unknown buffer. A byte-wise write between its sync for CPU and the next
 * start is taken to be into that buffer when only one such handle is in the CPU's hands.
 */
function noteWriteBehindHandle(contract: Contract, it: Access): Contract {
  const candidates = contract.filter((entry) => !entry.madeHere && entry.state === 'live' && entry.owner === 'cpu');
  const [only] = candidates;
  if (only === undefined || candidates.length !== 1 || !isBufferOfItsOwn(it.region)) return contract;
  return replaceEntry(contract, withWrite(only, it, false));
}

/** A plain parameter pointer, not a field of a driver structure. */
function isBufferOfItsOwn(region: Region): boolean {
  const base = region.kind === 'element' ? region.parent : region;
  return (
    base.kind === 'root' &&
    base.rootKind === 'pointee' &&
    base.pointer?.kind === 'symbol' &&
    base.pointer.info.kind === 'byte-buffer'
  );
}
