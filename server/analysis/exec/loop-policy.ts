import type { Family } from '../api/api-function.js';
import { isResult } from '../contract/symbol-keys.js';
import type { BlockId } from '../graph/instr.js';
import { encloses } from '../base/span.js';
import { type Contract, type ContractEntry, isLive, withEach } from '../contract/entry.js';
import { mentions, mentionsCpu } from '../contract/mentions.js';
import type { Term } from '../symbolic/term.js';
import type { LoopHeader } from '../graph/function-graph.js';
import { assume } from '../symbolic/constraints.js';
import { decide, range } from '../symbolic/solve.js';
import type { ExecContext } from './context.js';
import { type Frame, type Path, setLocal, withFrame, pathWith, frameWith } from './path.js';
import { valueIn } from './places.js';
import type { Program } from './program.js';
import { isInArray, isMadeIn } from './released-in-loop.js';
import { familiesReleased } from './releases.js';
import { isStillHeld } from './still-held.js';
import { valueTypeOf } from './type-info.js';
import { forgetUnseenElements } from './unseen-elements.js';
import { evaluate, evaluateRvalue, regionOf } from './values.js';

/**
 * How many times a path goes round a loop again before the loop's writes are havocked.
 *
 * None where nothing is mapped: there is nothing to lose, and the round that stands for all others maps as well as any.
 * One where something is: a second round shows what the first cannot, an address overwritten before its release, an index
 * that moved on. Two where another loop of the function releases what this one made: the unwinding of a third round shows
 * whether it takes all before it, and not one too few. Each further round multiplies the paths through the body, and
 * paths that hit the budget lose their leak findings: raising this can find less.
 */
function roundsAgain(cx: ExecContext, { contract, frame }: Path, loop: LoopHeader): number {
  if (contract.length === 0) return 0;
  const made = contract.filter((entry) => isLive(entry) && isMadeIn(entry, loop));
  if (made.length === 0) return 1;
  const unwound = familiesReleasedByOthers(cx, frame.program, loop);
  return made.some(({ family }) => unwound.has(family)) ? 2 : 1;
}

/** What the loops release that are not around this one, and not inside it. */
function familiesReleasedByOthers(cx: ExecContext, program: Program, { at }: LoopHeader): ReadonlySet<Family> {
  const others = program.graph.blocks.flatMap(({ loop }) =>
    loop === undefined || encloses(at, loop.at) || encloses(loop.at, at) ? [] : loop.body,
  );
  return familiesReleased(cx, program, others);
}

/**
 * Where every condition inside is decided a loop costs one path, so small fixed counts run to their end: a table of
 * eight entries, not a ring of 256.
 */
const maxDecidedRounds = 16;

/** The same for loops inside loops: how many rounds all of them together may take, multiplied. */
const maxNestedRounds = 32;

/** Goes to another block of the same function; `undefined` where another round of a loop would show nothing new. */
export function enterBlock(cx: ExecContext, path: Path, to: BlockId): Path | undefined {
  const { frame } = path;
  const header = frame.program.graph.blocks[to]?.loop;
  const rounds = forgetLeftLoops(frame, to);
  const moved: Frame = frameWith(frame, { block: to, index: 0, rounds, locals: liveLocals(frame, to) });
  if (header === undefined) return withFrame(path, moved);
  const isBackEdge = header.body.includes(frame.block);
  if (!isBackEdge) return withFrame(path, frameWith(moved, { rounds: rounds.set(to, 0) }));
  const round = (rounds.get(to) ?? 0) + 1;
  if (maxDecidedRounds < round) return undefined;
  const contract = path.contract.filter((entry) => !isDone(entry, header));
  const counted = withFrame(pathWith(path, { contract }), frameWith(moved, { rounds: rounds.set(to, round) }));
  const mayBeLong = nestedRounds(counted.frame) <= maxNestedRounds && !hasForked(path, header);
  // The last round is one that stands for all that are not run: a count known to be longer ends the loop all the same.
  const isLast = round === maxDecidedRounds;
  if (!isLast && (round <= roundsAgain(cx, counted, header) || (mayBeLong && isDecided(cx, counted)))) return counted;
  const last = withFrame(counted, frameWith(counted.frame, { rounds: rounds.set(to, maxDecidedRounds) }));
  const released = familiesReleased(cx, frame.program, header.body);
  const left = pathWith(last, { contract: letGoOfArrays(last.contract, header, released) });
  const forgotten = havoc(cx, left, to, header);
  return forgetUnseenElements(cx, forgotten, header);
}

/**
 * What a round is done with: one mapping of its own that failed or was released, or one that another function made and
 * this loop synced or released. The next round has another element in hand, and a second release at the same call says nothing
 * (see `release`), so the path need not remember.
 */
function isDone(entry: ContractEntry, { at }: LoopHeader): boolean {
  const isSettled = !entry.madeHere || entry.state === 'released' || entry.state === 'failed';
  return isSettled && encloses(at, entry.madeHere ? entry.origin.at : (entry.releasedAt ?? entry.origin.at));
}

/**
 * Which elements the rounds that are not run fill or release, nobody can tell: everything this loop made is let go of,
 * and everything kept in an array of what it releases. The first element looks like no element, so its siblings speak
 * for it.
 */
function letGoOfArrays(contract: Contract, loop: LoopHeader, released: ReadonlySet<Family>): Contract {
  const arrays = new Set(
    contract.filter((entry) => entry.heldIn.some(isInArray)).map((entry) => entry.origin.at.start),
  );
  return withEach(contract, (entry) => {
    const isInReach = isMadeIn(entry, loop) || (released.has(entry.family) && arrays.has(entry.origin.at.start));
    return isInReach && !entry.escaped ? { ...entry, escaped: true, leftByLoop: isMadeIn(entry, loop) } : entry;
  });
}

/** Entries whose address a forgotten variable had: the rounds that are not run may release them. */
function letGo(cx: ExecContext, { contract, frame, store }: Path, value: Term, { body }: LoopHeader): Contract {
  const released = familiesReleased(cx, frame.program, body);
  const isKept = (entry: ContractEntry): boolean => !released.has(entry.family) && isStillHeld(store, entry);
  const isMeant = (entry: ContractEntry): boolean =>
    !entry.escaped && (mentions(value, entry) || mentionsCpu(value, entry)) && !isKept(entry);
  return withEach(contract, (entry) => (isMeant(entry) ? { ...entry, escaped: true } : entry));
}

function nestedRounds(frame: Frame): number {
  let product = 1;
  for (let at: Frame | undefined = frame; at !== undefined; at = at.caller?.frame) {
    for (const [, count] of at.rounds) product *= Math.max(1, count);
  }
  return product;
}

/** Whether a round of the loop already told two paths apart: further rounds would tell ever more. */
function hasForked(path: Path, { at }: LoopHeader): boolean {
  for (let trace = path.trace; trace !== undefined; trace = trace.before) {
    const { step } = trace;
    if (!encloses(at, step.at)) return false;
    if (step.kind === 'branch') return true;
  }
  return false;
}

/** Whether the block's own branch has one outcome, going by its assignments and loads alone. */
function isDecided(cx: ExecContext, path: Path): boolean {
  const block = path.frame.program.graph.blocks[path.frame.block];
  if (block?.end.kind !== 'branch') return false;
  let at = path;
  for (const instr of block.instrs) {
    if (instr.kind === 'assign') at = setLocal(at, instr.target, evaluateRvalue(cx, at, instr.value, instr.at));
    else if (instr.kind === 'load') {
      at = setLocal(at, instr.target, valueIn(cx, at, regionOf(cx, at, instr.place, instr.at), instr.place.type));
    } else return false;
  }
  return decide(cx.terms, at.facts, evaluate(cx, at, block.end.condition, block.end.at)) !== 'unknown';
}

function havoc(cx: ExecContext, path: Path, header: BlockId, loop: LoopHeader): Path {
  const { graph } = path.frame.program;
  const live = path.frame.program.liveIn[header];
  return graph.locals.reduce((at, local) => {
    if (!loop.writes.includes(local.id) || live?.has(local.id) !== true) return at;
    const type = valueTypeOf(local.type, cx.index);
    const key = `havoc:${path.frame.key}${header}:${local.id}`;
    const forgotten = at.frame.locals.get(local.id);
    const contract = forgotten === undefined ? at.contract : letGo(cx, at, forgotten, loop);
    const symbol = cx.terms.symbol(key, { ...type, name: local.name });
    const isZero = forgotten !== undefined && isResultZero(cx, at, forgotten);
    const facts = isZero ? assume(cx.terms, at.facts, symbol, false) : undefined;
    return setLocal(pathWith(at, { contract, facts: facts ?? at.facts }), local.id, symbol);
  }, path);
}

/** `ret = send(..); if (ret) goto fail;`: only without a failure there is another round, so it is 0 after them all. */
function isResultZero(cx: ExecContext, { facts }: Path, value: Term): boolean {
  if (value.kind !== 'symbol' || !isResult(value)) return false;
  const { minimum, maximum } = range(cx.terms, facts, value);
  return minimum === 0 && maximum === 0;
}

/** Loops that do not contain the next block start over when they are entered again. */
function forgetLeftLoops(frame: Frame, to: BlockId): Frame['rounds'] {
  let { rounds } = frame;
  for (const [header] of frame.rounds) {
    const body = frame.program.graph.blocks[header]?.loop?.body ?? [];
    if (!body.includes(to)) rounds = rounds.delete(header);
  }
  return rounds;
}

/** Without the values nobody will read, paths that differ only in them become equal and merge. */
function liveLocals(frame: Frame, to: BlockId): Frame['locals'] {
  const live = frame.program.liveIn[to];
  if (live === undefined || !frame.program.joins.has(to)) return frame.locals;
  return frame.locals.filter((local) => live.has(local));
}
