import type { Family } from '../api/api-function.js';
import { encloses } from '../base/span.js';
import { type ContractEntry, withEach } from '../contract/entry.js';
import type { LoopHeader } from '../graph/function-graph.js';
import type { BlockId, Operand } from '../graph/instr.js';
import { levelsOf, type Region, rootOf } from '../symbolic/region.js';
import { entriesUnder } from '../symbolic/store.js';
import type { Term } from '../symbolic/term.js';
import type { ExecContext } from './context.js';
import { type Path, pathWith, withMarked } from './path.js';
import { familiesReleased } from './releases.js';

/**
 * A path leaves a loop whose end nobody could tell: `for (i = 0; i < dev->count; i++) unmap(ring[i])`. How many rounds
 * it really takes is known to the driver alone, so it is taken to release everything of its kind that was made in a
 * loop or is kept in an array.
 */
export function letGoOfReleased(cx: ExecContext, path: Path, condition: Term, to: BlockId): Path {
  if (path.contract.length === 0) return path;
  const { program } = path.frame;
  const left: LeftLoop[] = [];
  for (const [header, rounds] of path.frame.rounds) {
    const loop = program.graph.blocks[header]?.loop;
    if (loop === undefined || loop.body.includes(to)) continue;
    const isAtStart = rounds === 0 && isOfPositions(condition);
    left.push({ loop, families: familiesReleased(cx, program, loop.body), isAtStart });
  }
  const isLetGo = (entry: ContractEntry): boolean => left.some((it) => isReleasable(cx, path, entry, it));
  // What the loop went past so far, another round would have come to.
  const isPassed = ({ passedOver }: ContractEntry): boolean =>
    passedOver !== undefined && left.some(({ loop }) => encloses(loop.at, passedOver.at));
  if (!path.contract.some((entry) => isLetGo(entry) || isPassed(entry))) return path;
  return pathWith(path, {
    contract: withEach(path.contract, (entry) => {
      const passedOver = isPassed(entry) ? undefined : entry.passedOver;
      return { ...entry, passedOver, escaped: entry.escaped || isLetGo(entry) };
    }),
  });
}

/**
 * The same where the path can tell that two positions are one: `while (f != ring->write)` right after the ring was
 * written to, because a wrap around before made it a ring of two. Two counters that are numbers say what they are.
 */
export function letGoAtStart(cx: ExecContext, path: Path, condition: Operand, to: BlockId): Path {
  const { program, block, rounds } = path.frame;
  const loop = program.graph.blocks[block]?.loop;
  if (loop === undefined || rounds.get(block) !== 0 || loop.body.includes(to)) return path;
  if (!comparesPositions(path, condition)) return path;
  const left: LeftLoop = { loop, families: familiesReleased(cx, program, loop.body), isAtStart: true };
  const isLetGo = (entry: ContractEntry): boolean => isReleasable(cx, path, entry, left);
  return withMarked(path, isLetGo, { escaped: true });
}

function comparesPositions({ frame }: Path, condition: Operand): boolean {
  if (condition.kind !== 'local') return false;
  const instrs = frame.program.graph.blocks[frame.block]?.instrs ?? [];
  const made = instrs.find((instr) => instr.kind === 'assign' && instr.target === condition.local);
  if (made?.kind !== 'assign' || made.value.kind !== 'binary' || !/^[!=]=$/.test(made.value.operator)) return false;
  const { left, right } = made.value;
  if (left.kind !== 'local' || right.kind !== 'local') return false;
  return [left, right].some(({ local }) => frame.locals.get(local)?.kind !== 'const');
}

interface LeftLoop {
  readonly loop: LoopHeader;
  readonly families: ReadonlySet<Family>;
  /** Two positions are one before the first round: an empty ring, or one that the author knows to be longer. */
  readonly isAtStart: boolean;
}

/** `tail != first`, as opposed to a count. */
function isOfPositions(condition: Term): boolean {
  if (condition.kind !== 'apply' || !/^[!=]=$/.test(condition.name)) return false;
  const [left, right] = condition.args;
  return right?.kind !== 'const' || right.value !== 0 || left?.kind === 'linear';
}

/** A loop that maps and unmaps by itself releases its own. */
function isReleasable(cx: ExecContext, path: Path, entry: ContractEntry, left: LeftLoop): boolean {
  const { loop, families, isAtStart } = left;
  if (entry.escaped || !families.has(entry.family) || isMadeIn(entry, loop)) return false;
  if (entry.handedOn === true || isAtStart) return true;
  const isElement = (holder: Region): boolean => isInArray(holder) || isFirstElement(path, holder);
  return (
    (entry.madeInLoop || entry.heldIn.some(isElement)) && entry.heldIn.some((holder) => isFindable(cx, path, holder))
  );
}

/** The first element looks like no element: `bufs[0].dma`, where another mapping is in `bufs[1].dma`. */
function isFirstElement({ contract }: Path, holder: Region): boolean {
  const fields = fieldsOf(holder);
  const isOther = (place: Region): boolean =>
    rootOf(place) === rootOf(holder) && isInArray(place) && fieldsOf(place) === fields;
  return contract.some((other) => other.heldIn.some(isOther));
}

const fieldsOf = (region: Region): string =>
  levelsOf(region)
    .map(({ field }) => field ?? '')
    .join('.');

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
