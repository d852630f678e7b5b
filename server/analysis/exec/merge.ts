import { contextKey } from '../contract/calling-context.js';
import type { PersistentMap } from '#engine';
import { type Contract, type ContractEntry, isLive } from '../contract/entry.js';
import { mentions, mentionsCpu } from '../contract/mentions.js';
import type { LocalId } from '../graph/instr.js';
import { assume, type Constraints, digestOf as factsDigest } from '../symbolic/constraints.js';
import { commonFacts } from '../symbolic/join.js';
import { type RootRegion, rootOf } from '../symbolic/region.js';
import { decide, range } from '../symbolic/solve.js';
import {
  digestOf as storeDigest,
  entriesUnder,
  epochOf,
  forgetRoot,
  read,
  type Store,
  write,
} from '../symbolic/store.js';
import type { Term } from '../symbolic/term.js';
import type { ExecContext } from './context.js';
import type { Path } from './path.js';
import type { Position } from './position.js';
import { valueTypeOf } from './type-info.js';

/** How much one place may hold. The more paths wait elsewhere, the less: precision yields before the budget does. */
interface Limits {
  /**
   * Paths with the same contract. Below it paths keep what tells them apart, so that a condition tested twice has one
   * outcome; above it they are joined, and only what DMA depends on stays apart.
   */
  readonly alike: number;
  /**
   * Different contracts. Above it first releases of what another function mapped are forgotten, then every release:
   * a second release after so many ways is no longer seen, everything live still is.
   */
  readonly contracts: number;
}

function limitsUnder(waiting: number): Limits {
  if (waiting < 40) return { alike: 6, contracts: 12 };
  if (waiting < 120) return { alike: 3, contracts: 8 };
  return { alike: 1, contracts: 4 };
}

/** Paths that met at one place: equal ones become one, and too many alike are joined. */
export function mergePaths(
  cx: ExecContext,
  paths: readonly Path[],
  position: Position,
  waiting: number,
): readonly Path[] {
  if (paths.length <= 1) return paths;
  const limits = limitsUnder(waiting);
  let groups = groupBy(distinct(paths), contractKey);
  for (const isForgotten of [isReleasedElsewhere, isReleased]) {
    if (groups.size <= limits.contracts) break;
    const shorter = paths.map((path) => ({ ...path, contract: path.contract.filter((entry) => !isForgotten(entry)) }));
    groups = groupBy(distinct(shorter), contractKey);
  }
  return [...groups.values()].flatMap((group) =>
    group.length <= limits.alike
      ? group
      : [...groupBy(group, (path) => outcomeOf(cx, path)).values()].map((alike) => joinAll(cx, alike, position)),
  );
}

/**
 * `goto out` with an error and without: while something is live, a path that is about to return an error stays apart
 * from one that is not.
 */
function outcomeOf(cx: ExecContext, { contract, facts, frame }: Path): string {
  if (!contract.some((entry) => entry.madeHere && !entry.escaped && isLive(entry))) return '';
  let outcome = '';
  for (const local of frame.program.returned) {
    const value = frame.locals.get(local);
    if (value === undefined) continue;
    const { minimum, maximum } = range(cx.terms, facts, value);
    outcome += `${local}${maximum < 0 ? 'failed' : minimum === 0 && maximum === 0 ? 'zero' : ''}`;
  }
  return outcome;
}

const isReleased = (entry: ContractEntry): boolean => entry.state === 'released';
const isReleasedElsewhere = (entry: ContractEntry): boolean => isReleased(entry) && !entry.madeHere;

/** The first of each set of equal paths, in their order. */
function distinct(paths: readonly Path[]): readonly Path[] {
  const byState = new Map<string, Path>();
  for (const path of paths) {
    const key = stateKey(path);
    if (!byState.has(key)) byState.set(key, path);
  }
  return [...byState.values()];
}

function groupBy<T>(values: readonly T[], keyOf: (value: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const value of values) {
    const key = keyOf(value);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [value]);
    else group.push(value);
  }
  return groups;
}

function stateKey(path: Path): string {
  const locals = [...path.frame.locals].map(([local, term]) => `${local}=${term.id}`).join();
  return `${contractKey(path)}|${locals}|${storeDigest(path.store)}|${factsDigest(path.facts)}`;
}

/** What the contract says, without the places in the code it came from, and what the code may do. */
function contractKey({ contract, context, told }: Path): string {
  const entries =
    contract.length === 0 ? '' : remembered(contractKeys, contract, () => contract.map(entryKey).join(';'));
  return `${told ?? ''}${entries}|${contextKey(context)}`;
}

const entryKey = (entry: ContractEntry): string => remembered(entryKeys, entry, makeEntryKey);

const contractKeys = new WeakMap<Contract, string>();
const entryKeys = new WeakMap<ContractEntry, string>();

function remembered<Of extends object>(keys: WeakMap<Of, string>, of: Of, make: (of: Of) => string): string {
  const known = keys.get(of);
  if (known !== undefined) return known;
  const key = make(of);
  keys.set(of, key);
  return key;
}

function makeEntryKey(entry: ContractEntry): string {
  const { id, state, owner, escaped, published, startedAt, writes, heldIn, tests, releasedAt, given } = entry;
  const passed = `${entry.passedOver?.at.start ?? ''}.${entry.dropped?.start ?? ''}`;
  const flags = [escaped, entry.maybeReleased, published !== undefined, startedAt !== undefined].map(Number).join('');
  const places = `${releasedAt?.start ?? ''}:${passed}:${writes.length}:${heldIn.map((region) => region.id).join('.')}:${tests.length}`;
  // A release is judged by these: on two paths they may differ, as with `read ? DMA_FROM_DEVICE : DMA_TO_DEVICE`.
  const { dma, cpu, size, direction, attributes, mapped } = entry;
  const values = [dma, cpu, size, direction, attributes, mapped, given?.kept].map((term) => term?.id ?? '').join(':');
  return `${id}:${state}:${owner}:${flags}:${places}:${values}`;
}

function joinAll(cx: ExecContext, group: readonly Path[], position: Position): Path {
  return group.reduce((left, right) => join(cx, left, right, position));
}

function join(cx: ExecContext, left: Path, right: Path, position: Position): Path {
  const joined: Joined[] = [];
  const locals = joinLocals(cx, left, right, { position, joined });
  const store = joinStores(cx, left.store, right.store, { position, joined });
  const facts = commonFacts(cx.terms, left.facts, right.facts);
  const isForgotten = (entry: ContractEntry): boolean =>
    joined.some((it) => [it.left, it.right].some((value) => mentions(value, entry) || mentionsCpu(value, entry)));
  return {
    ...left,
    // Whether the variable still has it, only one of the two paths knew.
    contract: left.contract.map((entry) =>
      !entry.escaped && isForgotten(entry) ? { ...entry, escaped: true } : entry,
    ),
    frame: { ...left.frame, locals },
    store,
    facts: joined.reduce((at, it) => withCommonRange(cx, at, it, left.facts, right.facts), facts),
    kept: new Set([...left.kept, ...right.kept]),
    freed: new Set([...left.freed].filter((root) => right.freed.has(root))),
  };
}

/** A value of its own for what differs on two paths. */
interface Joined {
  readonly symbol: Term;
  readonly left: Term;
  readonly right: Term;
}

interface Joining {
  readonly position: Position;
  readonly joined: Joined[];
}

/** An error code is one on both paths, whichever it is. */
function withCommonRange(
  { terms }: ExecContext,
  facts: Constraints,
  { symbol, left, right }: Joined,
  leftFacts: Constraints,
  rightFacts: Constraints,
): Constraints {
  const sides = [range(terms, leftFacts, left), range(terms, rightFacts, right)];
  const minimum = Math.min(...sides.map((side) => side.minimum));
  const maximum = Math.max(...sides.map((side) => side.maximum));
  const isSet =
    decide(terms, leftFacts, terms.binary('!=', left, terms.number(0))) === 'yes' &&
    decide(terms, rightFacts, terms.binary('!=', right, terms.number(0))) === 'yes';
  let known = facts;
  if (Number.isFinite(minimum)) {
    known = assume(terms, known, terms.binary('>=', symbol, terms.number(minimum)), true) ?? known;
  }
  if (Number.isFinite(maximum)) {
    known = assume(terms, known, terms.binary('<=', symbol, terms.number(maximum)), true) ?? known;
  }
  return isSet ? (assume(terms, known, symbol, true) ?? known) : known;
}

function joinLocals(
  cx: ExecContext,
  left: Path,
  right: Path,
  { position, joined: values }: Joining,
): PersistentMap<LocalId, Term> {
  let joined = left.frame.locals;
  for (const [id, term] of left.frame.locals) {
    const other = right.frame.locals.get(id);
    const local = left.frame.program.graph.locals[id];
    if (term === other || local === undefined) continue;
    const info = { ...valueTypeOf(local.type, cx.index), name: local.name };
    const symbol = cx.terms.symbol(`joined:${position.key}:${id}`, info);
    if (other !== undefined) values.push({ symbol, left: term, right: other });
    joined = joined.set(id, symbol);
  }
  return joined;
}

function joinStores(cx: ExecContext, left: Store, right: Store, { position, joined: values }: Joining): Store {
  let joined = left;
  const forgotten = new Set<RootRegion>();
  const [news, others] = [left.roots.valuesNotIn(right.roots), right.roots.valuesNotIn(left.roots)];
  for (const { root } of [...news, ...others]) {
    if (forgotten.has(rootOf(root)) || epochOf(left, root) === epochOf(right, root)) continue;
    forgotten.add(rootOf(root));
    joined = forgetRoot(joined, rootOf(root));
  }
  for (const store of [left, right]) {
    for (const { root } of store === left ? news : others) {
      for (const [region, value] of entriesUnder(store, root)) {
        const other = read(store === left ? right : left, region);
        if (other === value) {
          if (forgotten.has(rootOf(root))) joined = write(cx.terms, joined, region, value);
          continue;
        }
        const name = region.kind === 'field' ? region.name : 'value';
        const info = { name, bits: 64, signed: true, isPointer: value.kind === 'pointer' } as const;
        const symbol = cx.terms.symbol(`joined:${position.key}:r${region.id}`, info);
        cx.readFrom.set(symbol, region);
        if (other !== undefined && store === left) values.push({ symbol, left: value, right: other });
        joined = write(cx.terms, joined, region, symbol);
      }
    }
  }
  return joined;
}
