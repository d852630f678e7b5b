import type { PersistentMap } from '#engine';
import { type Contract, type ContractEntry, withEach } from '../contract/entry.js';
import { mentions, mentionsCpu } from '../contract/mentions.js';
import type { LocalId } from '../graph/instr.js';
import { commonFacts, type OnOnePath, withEither } from '../symbolic/join.js';
import { isAddress } from '../symbolic/interner.js';
import type { Region, RootRegion } from '../symbolic/region.js';
import { entriesNotIn, entriesUnder, epochOf, forgetRoot, read, type Store, write } from '../symbolic/store.js';
import type { Term } from '../symbolic/term.js';
import type { ExecContext } from './context.js';
import { type Frame, frameWith, type Path, pathWith } from './path.js';
import type { Position } from './position.js';
import { isStillHeld } from './still-held.js';
import { valueTypeOf } from './type-info.js';

/**
 * One path for all that met at a place with the same contract: what differs becomes a value nobody knows. All at once,
 * because two by two each pair would write anew what differs.
 */
export function joinPaths(cx: ExecContext, group: readonly Path[], position: Position): Path {
  const [first, ...others] = group;
  if (first === undefined) throw new RangeError('there is no path to join');
  if (others.length === 0) return first;
  const joining: Joining = { cx, group, place: cx.terms.name(position.key), joined: [] };
  const frame = joinFrames(
    joining,
    first.frame,
    others.map((path) => path.frame),
  );
  const store = joinStores(
    joining,
    first.store,
    others.map((path) => path.store),
  );
  const common = others.reduce((facts, path) => commonFacts(cx.terms, facts, path.facts), first.facts);
  return pathWith(first, {
    contract: joinContracts(first.contract, store, joining.joined),
    frame,
    store,
    facts: joining.joined.reduce((facts, { symbol, values }) => withEither(cx.terms, facts, symbol, values), common),
    kept: others.every(({ kept }) => kept === first.kept)
      ? first.kept
      : new Set(group.flatMap(({ kept }) => [...kept])),
    freed: others.every(({ freed }) => freed === first.freed)
      ? first.freed
      : new Set([...first.freed].filter((root) => others.every(({ freed }) => freed.has(root)))),
  });
}

interface Joining {
  readonly cx: ExecContext;
  readonly group: readonly Path[];
  /** Where they met. */
  readonly place: string;
  /** Filled while variables and memory are joined. */
  readonly joined: Joined[];
}

/** A value of its own for what differs: on each path it is one of `values`. */
interface Joined {
  readonly symbol: Term;
  readonly values: readonly OnOnePath[];
}

/** Nothing is noted of what one of the paths does not know. */
function noteJoined({ cx, group, joined }: Joining, symbol: Term, values: readonly (Term | undefined)[]): void {
  noteAddresses(cx, symbol, values);
  const known = group.flatMap(({ facts }, path) => {
    const value = values[path];
    return value === undefined ? [] : [{ facts, value }];
  });
  if (known.length === group.length) joined.push({ symbol, values: known });
}

function noteAddresses(cx: ExecContext, symbol: Term, values: readonly (Term | undefined)[]): void {
  for (const value of values) {
    if (value === undefined || value === symbol || !isAddress(value)) continue;
    const known = cx.joinedFrom.get(symbol);
    if (known === undefined) cx.joinedFrom.set(symbol, new Set([value]));
    else known.add(value);
  }
}

/** Whether a variable still has what it was made with, only some of the paths knew. */
function joinContracts(contract: Contract, store: Store, joined: readonly Joined[]): Contract {
  const isForgotten = (entry: ContractEntry): boolean =>
    !isStillHeld(store, entry) &&
    joined.some((it) => it.values.some(({ value }) => mentions(value, entry) || mentionsCpu(value, entry)));
  return withEach(contract, (entry) => {
    const isDone = entry.escaped && entry.passed === undefined;
    return isDone || !isForgotten(entry) ? entry : { ...entry, escaped: true, passed: undefined };
  });
}

/** The functions that wait for this one to return have variables too. */
function joinFrames(joining: Joining, first: Frame, others: readonly Frame[]): Frame {
  if (others.every((frame) => frame === first)) return first;
  const locals = joinLocals(joining, first, others);
  const { caller } = first;
  if (caller === undefined) return frameWith(first, { locals });
  const callers = others.map((frame) => frame.caller?.frame ?? caller.frame);
  return frameWith(first, { locals, caller: { ...caller, frame: joinFrames(joining, caller.frame, callers) } });
}

function joinLocals(joining: Joining, first: Frame, others: readonly Frame[]): PersistentMap<LocalId, Term> {
  const { cx, place } = joining;
  const differing = new Set<LocalId>();
  for (const { locals } of others) {
    if (locals !== first.locals) first.locals.eachNotIn(locals, (id) => differing.add(id));
  }
  const outer = first.caller === undefined ? '' : `${first.depth}.`;
  let { locals } = first;
  for (const id of differing) {
    const local = first.program.graph.locals[id];
    if (local === undefined) continue;
    const info = { ...valueTypeOf(local.type, cx.index), name: local.name };
    const symbol = cx.terms.symbol(`joined:${place}:${outer}${id}`, info);
    noteJoined(
      joining,
      symbol,
      [first, ...others].map((frame) => frame.locals.get(id)),
    );
    locals = locals.set(id, symbol);
  }
  return locals;
}

function joinStores(joining: Joining, first: Store, others: readonly Store[]): Store {
  const roots = new Set<RootRegion>();
  for (const other of others) {
    for (const { root } of first.roots.valuesNotIn(other.roots)) roots.add(root);
    for (const { root } of other.roots.valuesNotIn(first.roots)) roots.add(root);
  }
  let joined = first;
  for (const root of roots) joined = joinRoot(joining, joined, root, [first, ...others]);
  return joined;
}

function joinRoot(joining: Joining, store: Store, root: RootRegion, stores: readonly Store[]): Store {
  const { cx } = joining;
  const epoch = epochOf(store, root);
  const isForgotten = stores.some((other) => epochOf(other, root) !== epoch);
  let joined = isForgotten ? forgetRoot(store, root) : store;
  for (const region of differingUnder(root, store, stores, isForgotten)) {
    const values = stores.map((it) => read(it, region));
    const [value, ...others] = values;
    const isCommon = value !== undefined && others.every((it) => it === value);
    joined = write(cx.terms, joined, region, isCommon ? value : joinedValue(joining, region, values));
  }
  return joined;
}

/** The places at which a value is written that not all have. What was forgotten has to be written again where all agree. */
function differingUnder(
  root: RootRegion,
  first: Store,
  stores: readonly Store[],
  isForgotten: boolean,
): ReadonlySet<Region> {
  const differing = new Set<Region>();
  for (const store of stores) {
    const entries = isForgotten
      ? entriesUnder(store, root)
      : [...entriesNotIn(first, store, root), ...entriesNotIn(store, first, root)];
    for (const [region] of entries) differing.add(region);
  }
  return differing;
}

function joinedValue(joining: Joining, region: Region, values: readonly (Term | undefined)[]): Term {
  const { cx, place } = joining;
  const name = region.kind === 'field' ? region.name : 'value';
  const isPointer = values.find((it) => it !== undefined)?.kind === 'pointer';
  const symbol = cx.terms.symbol(`joined:${place}:r${region.id}`, { name, bits: 64, signed: true, isPointer });
  cx.readFrom.set(symbol, region);
  noteJoined(joining, symbol, values);
  return symbol;
}
