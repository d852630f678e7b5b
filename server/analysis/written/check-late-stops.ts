import type { Operand } from '../graph/instr.js';
import { placeBehind, fieldIdOf } from './fields.js';
import type { Raise, WrittenFile } from './file.js';
import { callsOf, type Flow, type Position } from './flow.js';
import { type HandledFields, handledFields, type Handler, handlersOf, isWaitedFor, isWaiter } from './handlers.js';
import type { Release, Releases } from './releases.js';
import { isAlwaysBefore, reaches } from './ways.js';

interface Stop {
  readonly position: Position;
  readonly name: string;
  readonly at: Release['at'];
}

/**
 * Linux include/linux/thunderbolt.h (6.12): the paths are what the device reaches memory by; stopping a ring does not
 * keep what is under way from arriving.
 */
const deviceStops: ReadonlySet<string> = new Set(['tb_xdomain_disable_paths']);

/** Memory that goes before what uses it is stopped, or while nothing ever waits for what uses it. */
export function checkLateStops(file: WrittenFile, releases: Releases, raise: Raise): void {
  const handlers = handlersOf(file);
  if (handlers.length === 0 && !file.functions.some(({ calls }) => some(calls, deviceStops))) return;
  const users = handlers.map((handler) => ({ handler, fields: handledFields(file, handler, releases) }));
  for (const flow of file.functions) {
    const sites = releases.ofMemoryIn(flow);
    if (sites.length === 0) continue;
    checkDeviceStops(flow, sites, raise);
    for (const { handler, fields } of users) {
      const freed = sites.filter(({ how, name }) => how === 'freed' && !(isPool(name) && takesTurns(flow)));
      checkHandler(file, flow, handler, fields, freed, raise);
    }
  }
}

const some = (names: ReadonlySet<string>, wanted: ReadonlySet<string>): boolean =>
  [...wanted].some((name) => names.has(name));

function checkDeviceStops(flow: Flow, sites: readonly Release[], raise: Raise): void {
  const stops = callsOf(flow.graph).flatMap(({ instr, position, name }) =>
    deviceStops.has(name) ? { position, name, at: instr.calleeAt } : [],
  );
  const late = lateStop(flow, sites, stops);
  if (late !== undefined)
    raise({ ...common(flow, late.site), why: 'late-stop', by: late.stop.name, byAt: late.stop.at });
}

function checkHandler(
  file: WrittenFile,
  flow: Flow,
  handler: Handler,
  { followed, freed, functions }: HandledFields,
  sites: readonly Release[],
  raise: Raise,
): void {
  const { functionName: by, kind } = handler;
  const used = sites.filter(({ field }) => followed.has(field));
  const late = lateStop(flow, used, stopsOf(file, flow, handler));
  if (late !== undefined) {
    const { site, stop } = late;
    raise({ ...common(flow, site), why: 'late-wait', by, kind, stop: stop.name, byAt: stop.at });
    return;
  }
  // Where a function frees what it calls another for, that one is told of.
  const own = sites.filter(({ called }) => file.apiByName(called) !== undefined);
  const shared = own.find(({ field }) => freed.has(field));
  const isEnd = shared !== undefined && endsAll(flow, own, freed) && !functions.has(flow.graph.name);
  const site = own.find(({ field }) => followed.has(field)) ?? (isEnd ? shared : undefined);
  const isFailure = [...flow.calls].some((name) => file.apiByName(name)?.does === 'allocate');
  if (site === undefined || isFailure || flow.graph.name === by || isWaitedFor(file, handler)) return;
  const byAt = file.index.functions.get(by)?.nameAt;
  if (byAt !== undefined) raise({ ...common(flow, site), why: 'no-wait', by, kind, byAt });
}

/** A function that frees, without a lock, what a handler frees as well, and what every call of the handler goes by. */
const endsAll = (flow: Flow, own: readonly Release[], freed: ReadonlySet<string>): boolean =>
  own.some(({ field, traced }) => traced !== undefined && !freed.has(field)) && !takesTurns(flow);

const takesTurns = ({ calls }: Flow): boolean => [...calls].some((it) => locks.test(it));

/** A pool is used for what is on a list, and a list that is emptied under its lock has nothing for a handler. */
const isPool = (name: string): boolean => name.endsWith('pool_destroy');

// Linux include/linux/spinlock.h, rwlock.h and mutex.h (6.12).
const locks = /^(?:(?:raw_)?spin|read|write|mutex)_(?:try)?lock/;

/** The waits for a handler in a function, and the calls of helpers that wait for it. */
function stopsOf(file: WrittenFile, flow: Flow, handler: Handler): readonly Stop[] {
  return callsOf(flow.graph).flatMap(({ instr, position, name }) => {
    const [item] = instr.arguments;
    const isItsWaiter = isWaiter(name, handler) && item !== undefined && isItem(file, flow, item, position, handler);
    const isStop = isItsWaiter || (isWaitingHelper(file, name, handler) && !makes(file, flow));
    return isStop ? { position, name, at: instr.calleeAt } : [];
  });
}

/** One that gives up on what it has set up itself: nobody has asked the handler for anything yet. */
export function makes(file: WrittenFile, { calls }: Pick<Flow, 'calls'>, depth = 0): boolean {
  return [...calls].some((name) => {
    const does = file.apiByName(name)?.does;
    if (does === 'map' || does === 'allocate') return true;
    const callee = does === undefined ? file.functions.find(({ graph }) => graph.name === name) : undefined;
    return callee !== undefined && depth < maxDepth && makes(file, callee, depth + 1);
  });
}

const maxDepth = 3;

function isWaitingHelper({ index }: WrittenFile, name: string, handler: Handler): boolean {
  const helper = index.functions.get(name);
  if (helper === undefined || !helper.mentionedFields.has(handler.item)) return false;
  return [...helper.mentions].some((word) => isWaiter(word, handler));
}

function isItem(file: WrittenFile, flow: Flow, operand: Operand, position: Position, { item }: Handler): boolean {
  const place = placeBehind(flow, operand, position);
  const field = place === undefined ? undefined : fieldIdOf(place, file.index);
  return field?.split('.').at(-1)?.replace('[]', '') === item;
}

/**
 * A stop that comes after a release, and none that every way to the release goes past. Where the same field is released
 * after the stop too, each of several objects has its own.
 */
function lateStop(
  flow: Flow,
  sites: readonly Release[],
  stops: readonly Stop[],
): { readonly site: Release; readonly stop: Stop } | undefined {
  for (const site of sites) {
    const stop = stops.find(({ position }) => reaches(flow.graph, site.position, position));
    if (stop === undefined || stops.some((it) => isAlwaysBefore(flow.graph, it.position, site.position))) continue;
    if (sites.some((it) => it.field === site.field && reaches(flow.graph, stop.position, it.position))) continue;
    return { site, stop };
  }
  return undefined;
}

const common = ({ graph }: Flow, { calledAt: at, called: name, what, how }: Release) =>
  ({
    id: 'RELEASED_WHILE_ACTIVE',
    at,
    heuristics: [],
    functionName: graph.name,
    name,
    what,
    isFreed: how === 'freed',
  }) as const;
