// Loops that put what was made where others find it.
import { type ContractEntry, isLive } from '../contract/entry.js';
import { mentions, mentionsCpu } from '../contract/mentions.js';
import type { LoopHeader } from '../graph/function-graph.js';
import type { BlockId, LocalId } from '../graph/instr.js';
import { operandsOf } from '../graph/operands.js';
import { rootOf } from '../symbolic/region.js';
import { type Path, withMarked } from './path.js';
import type { Program } from './program.js';

/**
 * `while (k < per_page) list[k++].addr = page + k * size;` is taken to run no round, and nobody but a variable has the
 * page. The driver knows that there is room for one at least, so it is where the loop would have put it.
 */
export function putAwayInLoop(path: Path, to: BlockId): Path {
  if (!path.contract.some(isNowhere)) return path;
  const { program, locals } = path.frame;
  const kept = new Set<LocalId>();
  for (const [header, rounds] of path.frame.rounds) {
    const loop = program.graph.blocks[header]?.loop;
    if (rounds !== 0 || loop === undefined || loop.body.includes(to)) continue;
    for (const local of storedIn(program, loop)) kept.add(local);
  }
  if (kept.size === 0) return path;
  const values = [...kept].flatMap((local) => locals.get(local) ?? []);
  const isPutAway = (entry: ContractEntry): boolean =>
    isNowhere(entry) && values.some((value) => mentions(value, entry) || mentionsCpu(value, entry));
  return withMarked(path, isPutAway, { handedOn: true });
}

const isNowhere = (entry: ContractEntry): boolean =>
  entry.madeHere &&
  !entry.escaped &&
  isLive(entry) &&
  entry.handedOn !== true &&
  entry.heldIn.every((holder) => rootOf(holder).rootKind === 'stack');

const known = new WeakMap<LoopHeader, readonly LocalId[]>();

/** The variables from outside that a loop reads which stores into objects. */
function storedIn({ graph }: Program, loop: LoopHeader): readonly LocalId[] {
  const before = known.get(loop);
  if (before !== undefined) return before;
  const instrs = loop.body.flatMap((block) => graph.blocks[block]?.instrs ?? []);
  const stores = instrs.some((instr) => instr.kind === 'store' && instr.place.root.kind !== 'stack');
  const locals = stores
    ? instrs.flatMap((instr) => operandsOf(instr).flatMap((it) => (it.kind === 'local' ? [it.local] : [])))
    : [];
  known.set(loop, locals);
  return locals;
}
