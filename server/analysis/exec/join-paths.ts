import type { PersistentMap } from '#engine';
import type { ContractEntry } from '../contract/entry.js';
import { mentions, mentionsCpu } from '../contract/mentions.js';
import type { LocalId } from '../graph/instr.js';
import { commonFacts, withEither } from '../symbolic/join.js';
import { type RootRegion, rootOf } from '../symbolic/region.js';
import { entriesNotIn, entriesUnder, epochOf, forgetRoot, read, type Store, write } from '../symbolic/store.js';
import type { Term } from '../symbolic/term.js';
import type { ExecContext } from './context.js';
import type { Frame, Path } from './path.js';
import type { Position } from './position.js';
import { valueTypeOf } from './type-info.js';

/** One path for all that met at a place with the same contract: what differs becomes a value nobody knows. */
export function joinPaths(cx: ExecContext, group: readonly Path[], position: Position): Path {
  return group.reduce((left, right) => join(cx, left, right, position));
}

function join(cx: ExecContext, left: Path, right: Path, position: Position): Path {
  const joined: Joined[] = [];
  const frame = joinFrames(cx, left.frame, right.frame, { position, joined });
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
    frame,
    store,
    facts: joined.reduce(
      (at, it) =>
        withEither(cx.terms, at, it.symbol, [
          [left.facts, it.left],
          [right.facts, it.right],
        ]),
      facts,
    ),
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

/** The functions that wait for this one to return have variables too. */
function joinFrames(cx: ExecContext, left: Frame, right: Frame, joining: Joining): Frame {
  if (left === right) return left;
  const { caller } = left;
  const locals = joinLocals(cx, left, right, joining);
  if (caller === undefined || right.caller === undefined) return { ...left, locals };
  return { ...left, locals, caller: { ...caller, frame: joinFrames(cx, caller.frame, right.caller.frame, joining) } };
}

function joinLocals(
  cx: ExecContext,
  left: Frame,
  right: Frame,
  { position, joined: values }: Joining,
): PersistentMap<LocalId, Term> {
  let joined = left.locals;
  if (joined === right.locals) return joined;
  const outer = left.caller === undefined ? '' : `${left.depth}.`;
  left.locals.eachNotIn(right.locals, (id, term, other) => {
    const local = left.program.graph.locals[id];
    if (local === undefined) return;
    const info = { ...valueTypeOf(local.type, cx.index), name: local.name };
    const symbol = cx.terms.symbol(`joined:${position.key}:${outer}${id}`, info);
    if (other !== undefined) values.push({ symbol, left: term, right: other });
    joined = joined.set(id, symbol);
  });
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
      const twin = store === left ? right : left;
      // What was forgotten has to be written again where both agree.
      const entries = forgotten.has(rootOf(root)) ? entriesUnder(store, root) : entriesNotIn(store, twin, root);
      for (const [region, value] of entries) {
        const other = read(twin, region);
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
