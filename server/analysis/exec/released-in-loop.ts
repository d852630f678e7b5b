import type { Family } from '../api/api-function.js';
import { encloses } from '../base/span.js';
import type { ContractEntry } from '../contract/entry.js';
import type { LoopHeader } from '../graph/function-graph.js';
import type { BlockId } from '../graph/instr.js';
import { type Region, rootOf } from '../symbolic/region.js';
import { entriesUnder } from '../symbolic/store.js';
import type { ExecContext } from './context.js';
import type { Path } from './path.js';
import { familiesReleased } from './releases.js';

/**
 * A path leaves a loop whose end nobody could tell: `for (i = 0; i < dev->count; i++) unmap(ring[i])`. How many rounds
 * it really takes is known to the driver alone, so it is taken to release everything of its kind that was made in a
 * loop or is kept in an array: rules.md, idiom I-31.
 */
export function letGoOfReleased(cx: ExecContext, path: Path, to: BlockId): Path {
  if (path.contract.length === 0) return path;
  const { program } = path.frame;
  const left: LeftLoop[] = [];
  for (const [header] of path.frame.rounds) {
    const loop = program.graph.blocks[header]?.loop;
    if (loop !== undefined && !loop.body.includes(to))
      left.push({ loop, families: familiesReleased(cx, program, loop.body) });
  }
  const isLetGo = (entry: ContractEntry): boolean => left.some((it) => isReleasable(cx, path, entry, it));
  // What the loop went past so far, another round would have come to.
  const isPassed = ({ passedOver }: ContractEntry): boolean =>
    passedOver !== undefined && left.some(({ loop }) => encloses(loop.at, passedOver.at));
  if (!path.contract.some((entry) => isLetGo(entry) || isPassed(entry))) return path;
  return {
    ...path,
    contract: path.contract.map((entry) => {
      const passedOver = isPassed(entry) ? undefined : entry.passedOver;
      return { ...entry, passedOver, escaped: entry.escaped || isLetGo(entry) };
    }),
  };
}

interface LeftLoop {
  readonly loop: LoopHeader;
  readonly families: ReadonlySet<Family>;
}

/** A loop that maps and unmaps by itself releases its own. */
function isReleasable(cx: ExecContext, path: Path, entry: ContractEntry, { loop, families }: LeftLoop): boolean {
  if (entry.escaped || !families.has(entry.family) || isMadeIn(entry, loop)) return false;
  return (
    (entry.madeInLoop || entry.heldIn.some(isInArray)) && entry.heldIn.some((holder) => isFindable(cx, path, holder))
  );
}

export const isMadeIn = (entry: ContractEntry, { at }: LoopHeader): boolean =>
  entry.madeAt.some((call) => encloses(at, call));

/** An object of the round that failed is in no list yet: nobody but this path knows of it. */
function isFindable(cx: ExecContext, { kept, store }: Path, holder: Region): boolean {
  const root = rootOf(holder);
  if (root.rootKind === 'stack') return isInArray(holder);
  if (cx.memory.get(root)?.madeInLoop !== true || kept.has(root)) return true;
  for (const [, { root: other }] of store.roots) {
    if (other === root || rootOf(other).rootKind === 'stack') continue;
    for (const [, value] of entriesUnder(store, other)) if (value === root.pointer) return true;
  }
  return false;
}

export function isInArray(region: Region): boolean {
  for (let at = region; ; at = at.parent) {
    if (at.kind === 'element') return true;
    if (at.kind === 'root') return at.pointer?.kind === 'pointer' && isInArray(at.pointer.region);
  }
}
