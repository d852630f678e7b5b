import { pageBytes } from '../api/constants.js';
import type { ContractEntry } from '../contract/entry.js';
import type { ContractEvent, Heuristic } from '../contract/event.js';
import { argumentOf } from '../contract/world.js';
import type { Way } from '../exec/field-notes.js';
import { type Trace, stepsOf } from '../exec/path.js';
import type { Term } from '../symbolic/term.js';
import { type Disagreement, disagreements } from './agreement.js';
import type { CollectedFields } from './collect.js';
import { destroyedBefore } from './destroyed-before.js';
import { fillsOf } from './known-values.js';
import { isOtherSize } from './other-size.js';
import { type FieldRecord, type FieldUse, type Fill, isSamePlace, mayBeSamePlace } from './record.js';

/** What a release in one function says against every call that fills the field it names. */
export interface JudgedField extends Way {
  readonly event: ContractEvent;
  readonly functionName: string;
}

/**
 * Releases and syncs that agree with nothing the module puts into the field they name. The paths are joined at the
 * field, the storing one first. `record` is that of the whole module, `collected` what this file is part of it by.
 */
export function judgeFields(collected: CollectedFields, record: FieldRecord): readonly JudgedField[] {
  const judged: JudgedField[] = [];
  for (const uses of bySite(collected)) {
    const found = uses.map((use) => ({ use, mismatch: mismatchOf(record, use) }));
    // The same call on another path, or for a caller that gives it something else, may be right.
    if (found.some(({ mismatch }) => mismatch === undefined)) continue;
    for (const { use, mismatch } of found) {
      const events = mismatch === undefined ? [] : eventsOf(collected, record, use, mismatch);
      if (events.length === 0) continue;
      judged.push(...events);
      break;
    }
  }
  const isJudged = ({ at }: ContractEvent): boolean => judged.some(({ event }) => event.at.start === at.start);
  return [...onceEach(judged), ...otherSizes(collected, record).filter(({ event }) => !isJudged(event))];
}

/** Memory that needs no sync is one mistake, however often it is synced: the first says it, and where the others are. */
function onceEach(judged: readonly JudgedField[]): readonly JudgedField[] {
  const syncs = new Map<number, JudgedField[]>();
  for (const it of judged) {
    const key = needlessFor(it);
    if (key !== undefined) syncs.set(key, [...(syncs.get(key) ?? []), it]);
  }
  const merged = [...syncs.values()].flatMap((ofOne) => {
    const [first, ...others] = ofOne.toSorted((a, b) => a.event.at.start - b.event.at.start);
    if (first?.event.id !== 'SYNC_NOT_MAPPED') return [];
    // One call is judged once for each way that callers lead there.
    const places = new Map(others.map(({ event }) => [event.at.start, event.at]));
    places.delete(first.event.at.start);
    return [{ ...first, event: { ...first.event, others: [...places.values()] } }];
  });
  return [...judged.filter((it) => needlessFor(it) === undefined), ...merged];
}

/** Where the memory was allocated. */
const needlessFor = ({ event }: JudgedField): number | undefined =>
  event.id === 'SYNC_NOT_MAPPED' ? event.entry.origin.at.start : undefined;

/** What one call means, by the callers that led there. */
function bySite({ usedOn }: CollectedFields): Iterable<readonly FieldUse[]> {
  const sites = new Map<string, FieldUse[]>();
  const ownSites = new Set<number>();
  for (const [use, { own }] of usedOn) {
    if (own?.madeHere === true) ownSites.add(use.at.start);
    else sites.set(use.site, [...(sites.get(use.site) ?? []), use]);
  }
  return [...sites.values()].filter(([use]) => use !== undefined && !ownSites.has(use.at.start));
}

/** Also where the path that releases made it itself: what its sizes are, from elsewhere, it does not know. */
function otherSizes(collected: CollectedFields, record: FieldRecord): readonly JudgedField[] {
  const seen = new Set<number>();
  return [...collected.usedOn.keys()].flatMap((use) => {
    const fills = meantBy(use, fillsOf(record, use.place.key, use.place.name) ?? []);
    const [fill] = fills;
    if (fill === undefined || seen.has(use.at.start) || !fills.every((it) => isOtherSize(record, it, use))) return [];
    seen.add(use.at.start);
    return eventsOf(collected, record, use, { fill, found: [{ aspect: 'size', isUnchanged: true }] });
  });
}

interface Mismatch {
  readonly fill: Fill;
  readonly found: readonly Disagreement[];
}

/** The closest of all fills of a field, if a use disagrees with each of them. */
function mismatchOf(record: FieldRecord, use: FieldUse): Mismatch | undefined {
  let closest: Mismatch | undefined;
  for (const fill of meantBy(use, fillsOf(record, use.place.key, use.place.name) ?? [])) {
    const found = disagreements(record, fill, use);
    if (found.length === 0) return undefined;
    if (closest === undefined || found.length < closest.found.length) closest = { fill, found };
  }
  return closest;
}

/**
 * Where the very place a use names is filled, other places of the same objects are not what it means. Where it is
 * not, any of them may be, by a pointer that was followed on no path.
 */
function meantBy(use: FieldUse, fills: readonly Fill[]): readonly Fill[] {
  const isFilled = fills.some(({ place }) => isSamePlace(place, use.place));
  return isFilled
    ? fills.filter(({ place }) => place.key !== use.place.key || mayBeSamePlace(place, use.place))
    : fills;
}

function eventsOf(
  collected: CollectedFields,
  record: FieldRecord,
  use: FieldUse,
  { fill, found }: Mismatch,
): readonly JudgedField[] {
  const filled = collected.filledOn.get(fill);
  const used = collected.usedOn.get(use);
  if (filled === undefined || used === undefined) return [];
  const trace = joined(filled.trace, used.trace);
  const { facts } = filled;
  const way = { functionName: used.functionName, trace, facts };
  const isOfOther = found.some(({ aspect }) => aspect === 'pool');
  const gone = isOfOther ? destroyedBefore(collected, record, use, { fill, filled }) : undefined;
  const judged = found.flatMap(({ aspect, isUnchanged }) => {
    const heuristics: readonly Heuristic[] = isUnchanged ? ['unchanged-field'] : [];
    const given = (role: 'size' | 'entries' | 'direction' | 'pool' | 'device'): Term | undefined =>
      argumentOf(used.call, role)?.term;
    const event = eventOf({ aspect, entry: filled.entry, heuristics, use, given });
    return event === undefined ? [] : [{ event, ...way }];
  });
  if (gone === undefined) return judged;
  return [...judged, { ...way, event: gone.event, trace: joined(filled.trace, gone.before) }];
}

interface Claim {
  readonly aspect: Disagreement['aspect'];
  readonly entry: ContractEntry;
  readonly heuristics: readonly Heuristic[];
  readonly use: FieldUse;
  readonly given: (role: 'size' | 'entries' | 'direction' | 'pool' | 'device') => Term | undefined;
}

/** The same events as for a path that both makes and ends an entry. */
function eventOf({ aspect, entry, heuristics, use, given }: Claim): ContractEvent | undefined {
  const { at, name } = use;
  switch (aspect) {
    case 'family':
      if (use.does === 'sync')
        return { id: 'SYNC_NOT_MAPPED', at, heuristics, entry, name, state: 'allocated', others: [] };
      return { id: 'FUNCTION_MISMATCH', at, heuristics, entry, name };
    case 'size': {
      const size = given('size');
      return size === undefined
        ? undefined
        : { id: 'SIZE_MISMATCH', at, heuristics, entry, size, samePages: areSamePages(entry.size, size) };
    }
    case 'count': {
      const count = given('entries');
      const id = use.does === 'sync' ? 'SYNC_SG_COUNT' : 'SG_WRONG_COUNT';
      return count === undefined ? undefined : { id, at, heuristics, entry, count, isMappedCount: true };
    }
    case 'direction': {
      const direction = given('direction');
      if (direction === undefined) return undefined;
      const id = use.does === 'sync' ? 'SYNC_DIRECTION' : 'DIRECTION_MISMATCH';
      return { id, at, heuristics, entry, direction };
    }
    case 'pool': {
      const pool = given('pool');
      return pool === undefined ? undefined : { id: 'POOL_MISMATCH', at, heuristics, entry, pool };
    }
    case 'device': {
      const device = given('device');
      return device === undefined ? undefined : { id: 'DEVICE_MISMATCH', at, heuristics, entry, device, name };
    }
    case 'managed':
      return { id: 'MANAGED_MIXED', at, heuristics, entry, name, isManaged: true };
  }
}

function areSamePages(made: Term | undefined, given: Term): boolean {
  if (made?.kind !== 'const' || given.kind !== 'const') return false;
  return Math.ceil(made.value / pageBytes) === Math.ceil(given.value / pageBytes);
}

/** One path after the other. */
function joined(first: Trace | undefined, second: Trace | undefined): Trace | undefined {
  let trace = first;
  for (const step of stepsOf(second)) trace = { step, before: trace, length: (trace?.length ?? 0) + 1 };
  return trace;
}
