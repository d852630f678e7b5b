import { type ContractEntry, isLive } from '../../contract/entry.js';
import { rootOf } from '../../symbolic/region.js';
import { decide } from '../../symbolic/solve.js';
import type { ExecContext } from '../context.js';
import { mayBeGone } from '../leak-doubt.js';
import type { Path } from '../path.js';
import type { FunctionRun } from '../run-function.js';
import { valueFrom } from '../places.js';
import { resolveType } from '../../index/named-types.js';
import { valueTypeOf } from '../type-info.js';
import { placesFound } from './found-places.js';
import { isAtEntry } from './in-caller.js';
import { type ReturnedPath, returnedPaths } from './returned-paths.js';
import { assumeResult, hasOpposite, kindsOf, type ResultKind } from './result-kind.js';
import { doesNothing, type Effects, type Outcome, type Placed, type ReleasedThere, type Summary } from './summary.js';

/** What is certain of a function that was explored to its end; `undefined` where that is nothing. */
export function summarize(cx: ExecContext, run: FunctionRun): Summary | undefined {
  if (!run.ended.some(({ path }) => path.contract.some(isWorthTelling))) return undefined;
  const paths = returnedPaths(cx, run);
  if (paths === undefined) return undefined;
  const outcomes = apart(outcomesOf(cx, run, paths));
  return outcomes.every(({ effects }) => doesNothing(effects)) ? undefined : { program: run.program, outcomes };
}

const isWorthTelling = (entry: ContractEntry): boolean => isOwn(entry) || isOfOthers(entry);

interface OfKind {
  readonly kind: ResultKind | undefined;
  readonly effects: Effects;
}

function outcomesOf(cx: ExecContext, { program }: FunctionRun, paths: readonly ReturnedPath[]): readonly OfKind[] {
  const type = resolveType(program.graph.returns, cx.index);
  const kinds = type.kind === 'void' ? [undefined] : kindsOf(valueTypeOf(type, cx.index));
  return kinds.flatMap((kind) => {
    const ofKind = kind === undefined ? paths : paths.filter((path) => mayBe(cx, path, kind));
    const [first] = ofKind;
    if (first === undefined) return [];
    const isFailure = kind === 'negative' || kind === 'error-pointer';
    return [{ kind, effects: effectsOf(cx, first, ofKind, isFailure) }];
  });
}

function mayBe(cx: ExecContext, { path, returned }: ReturnedPath, kind: ResultKind): boolean {
  return returned === undefined || assumeResult(cx.terms, path.facts, returned, { kind, holds: true }) !== undefined;
}

/** What a function leaves behind that says it failed is its own mistake, and told there. */
function effectsOf(cx: ExecContext, first: ReturnedPath, paths: readonly ReturnedPath[], isFailure: boolean): Effects {
  const made = isFailure ? [] : first.path.contract.flatMap((entry) => madeOnAll(cx, paths, entry) ?? []);
  const found = placesFound(cx, paths, made);
  const released = releasedOnAll(cx, paths);
  return { made: found.made, released, placed: found.placed, returned: found.returned, exit: first.exit.at };
}

const isOwn = (entry: ContractEntry): boolean =>
  entry.madeHere &&
  entry.state === 'live' &&
  !entry.escaped &&
  entry.handedOn !== true &&
  !entry.maybeReleased &&
  !entry.managed &&
  !entry.madeInLoop &&
  !entry.ofRequest &&
  entry.dropped === undefined &&
  entry.passedOver === undefined &&
  entry.given === undefined;

const isOfOthers = (entry: ContractEntry): boolean => !entry.madeHere && !isLive(entry) && !entry.madeInLoop;

/** The entry with what all paths say of it; `undefined` where one of them has it not, or has its doubts. */
function madeOnAll(cx: ExecContext, paths: readonly ReturnedPath[], { id }: ContractEntry): ContractEntry | undefined {
  let common: ContractEntry | undefined;
  for (const { path } of paths) {
    const entry = path.contract.find((it) => it.id === id);
    if (entry === undefined || !isOwn(entry) || mayBeGone(cx, path, entry)) return undefined;
    if (common !== undefined && !isHeldAlike(common, entry)) return undefined;
    common = common === undefined ? entry : commonOf(common, entry);
  }
  return common;
}

/** A place that has it on one path alone may be the one that matters. */
function isHeldAlike(left: ContractEntry, right: ContractEntry): boolean {
  const outside = ({ heldIn }: ContractEntry) => new Set(heldIn.filter((it) => rootOf(it).rootKind !== 'stack'));
  const [some, others] = [outside(left), outside(right)];
  return some.size === others.size && [...some].every((it) => others.has(it));
}

const commonOf = (left: ContractEntry, right: ContractEntry): ContractEntry => ({
  ...left,
  device: left.device === right.device ? left.device : undefined,
  size: left.size === right.size ? left.size : undefined,
  mapped: left.mapped === right.mapped ? left.mapped : undefined,
  direction: left.direction === right.direction ? left.direction : undefined,
  attributes: left.attributes === right.attributes ? left.attributes : undefined,
  startedAt: left.startedAt ?? right.startedAt,
});

/** What every path released, unless it knew that there was nothing. */
function releasedOnAll(cx: ExecContext, paths: readonly ReturnedPath[]): readonly ReleasedThere[] {
  const released = new Map<string, ContractEntry>();
  for (const { path } of paths) for (const it of path.contract) if (isOfOthers(it)) released.set(it.id, it);
  return [...released.values()].flatMap((entry) => {
    let isAsked = false;
    for (const { path } of paths) {
      if (path.contract.some((it) => it.id === entry.id && isSameRelease(it, entry))) continue;
      if (!isNothing(cx, path, entry)) return [];
      isAsked = true;
    }
    return [{ entry, isAsked, stays: stillThere(cx, paths, entry) }];
  });
}

/** The places it was read from and that nobody emptied: what is asked for there again is what was released. */
function stillThere(
  cx: ExecContext,
  paths: readonly ReturnedPath[],
  { id, cpu, dma }: ContractEntry,
): readonly Placed[] {
  const those = paths.filter(({ path }) => path.contract.some((it) => it.id === id));
  return [cpu, dma].flatMap((value) => {
    if (value?.kind !== 'symbol') return [];
    const region = cx.readFrom.get(value);
    if (region === undefined || !isAtEntry(value, region)) return [];
    const isThere = those.every(({ path }) => valueFrom(cx, path, region, () => value.info) === value);
    return isThere ? [{ region, value }] : [];
  });
}

const isSameRelease = (left: ContractEntry, right: ContractEntry): boolean =>
  left.cpu === right.cpu && left.dma === right.dma && left.size === right.size && left.direction === right.direction;

function isNothing(cx: ExecContext, { facts }: Path, { cpu, dma }: ContractEntry): boolean {
  const { terms } = cx;
  return [cpu, dma].some(
    (address) => address !== undefined && decide(terms, facts, terms.binary('==', address, terms.number(0))) === 'yes',
  );
}

/** One outcome for all kinds of results after which there is nothing to tell, where that can be said. */
function apart(ofKinds: readonly OfKind[]): readonly Outcome[] {
  const [only, ...others] = ofKinds;
  if (only !== undefined && others.length === 0) {
    return [{ when: only.kind === undefined ? [] : [{ kind: only.kind, holds: true }], effects: only.effects }];
  }
  const telling = ofKinds.filter(({ effects }) => !doesNothing(effects));
  const [single, ...rest] = telling;
  const quiet = ofKinds.find(({ effects }) => doesNothing(effects));
  if (single?.kind !== undefined && quiet !== undefined && rest.length === 0 && hasOpposite(single.kind)) {
    return [
      { when: [{ kind: single.kind, holds: true }], effects: single.effects },
      { when: [{ kind: single.kind, holds: false }], effects: quiet.effects },
    ];
  }
  return ofKinds.map(({ kind, effects }) => ({
    when: kind === undefined ? [] : [{ kind, holds: true }],
    effects,
  }));
}
