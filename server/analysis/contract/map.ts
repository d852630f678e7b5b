import type { AllocateFunction, MapFunction } from '../api/api-function.js';
import { attributesByName } from '../api/attributes.js';
import type { Region } from '../symbolic/region.js';
import type { Term } from '../symbolic/term.js';
import type { ReleaseCall, SyncCall } from './calls.js';
import type { ContractEntry, EntryId } from './entry.js';
import { type ApiCall, argumentOf, type World } from './world.js';

/** What a call that makes an entry returned, as the executor named it. */
export interface Result {
  /** The handle, the CPU pointer or the count. */
  readonly value: Term;
  /** The DMA address, where it is not the value itself. */
  readonly dma: Term | undefined;
  /** True exactly when the call failed. */
  readonly failed: Term | undefined;
  readonly buffer: Region | undefined;
}

/** The entry of a streaming mapping that was just made: unchecked, and the device owns the bytes. */
export function mapEntry(
  world: Pick<World, 'terms'>,
  call: ApiCall & { readonly row: MapFunction },
  result: Result,
): ContractEntry {
  const { row } = call;
  const isSg = row.family === 'sg';
  return {
    ...blankEntry(call),
    family: row.family,
    cpu: isSg ? argumentOf(call, 'scatterlist', 'sg-table')?.term : argumentOf(call, 'cpu-address', 'page')?.term,
    buffer: result.buffer,
    dma: result.dma,
    size: argumentOf(call, isSg ? 'entries' : 'size')?.term,
    mapped: isSg ? result.value : undefined,
    direction: row.direction === undefined ? argumentOf(call, 'direction')?.term : world.terms.number(row.direction),
    attributes: argumentOf(call, 'attributes')?.term ?? world.terms.number(0),
    failed: result.failed,
    managed: row.managed ?? false,
    owner: 'device',
  };
}

/** The entry of memory allocated for DMA: both sides may use it, so the CPU owns it all along. */
export function allocationEntry(
  world: Pick<World, 'terms'>,
  call: ApiCall & { readonly row: AllocateFunction },
  result: Result,
): ContractEntry {
  const { row } = call;
  return {
    ...blankEntry(call),
    family: row.family,
    cpu: result.value,
    buffer: result.buffer,
    dma: result.dma,
    size: argumentOf(call, 'size')?.term,
    mapped: undefined,
    direction: argumentOf(call, 'direction')?.term,
    attributes:
      row.attributes === undefined
        ? (argumentOf(call, 'attributes')?.term ?? world.terms.number(0))
        : world.terms.number(attributesByName(row.attributes)),
    failed: result.failed,
    managed: row.managed ?? false,
    owner: 'cpu',
  };
}

/** What every new entry starts with. */
export function blankEntry(call: ApiCall) {
  return {
    id: call.key as EntryId,
    origin: { name: call.row.name, at: call.at, callAt: call.callAt },
    madeInLoop: call.isInLoop,
    madeAt: call.calls,
    madeHere: true,
    device: argumentOf(call, 'device', 'pool')?.term,
    table: argumentOf(call, 'sg-table')?.term,
    base: argumentOf(call, 'base')?.term,
    given: undefined,
    state: 'unchecked',
    releasedAt: undefined,
    releasedIn: undefined,
    releasedBy: undefined,
    ownedSince: call.at,
    ofRequest: call.row.does === 'map' && call.row.ofRequest === true,
    escaped: false,
    maybeReleased: false,
    dropped: undefined,
    passedOver: undefined,
    heldIn: [],
    published: undefined,
    startedAt: undefined,
    writes: [],
    tests: [],
  } as const;
}

/** What starts with a call that releases or syncs it: another function made it, and what became of it nobody saw. */
export function entryOfOthers(call: ReleaseCall | SyncCall) {
  return {
    ...blankEntry(call),
    family: call.row.family,
    madeHere: false,
    size: argumentOf(call, call.row.family === 'sg' ? 'entries' : 'size')?.term,
    mapped: undefined,
    direction: argumentOf(call, 'direction')?.term,
    attributes: undefined,
    managed: false,
    failed: undefined,
    escaped: true,
  } as const;
}
