import { type ApiFunction, type Family, familyMade, familyReleased } from '../api/api-function.js';
import type { BlockId, Operand } from '../graph/instr.js';
import type { ExecContext } from './context.js';
import { calledIn, type Program } from './program.js';
import { reachable } from './reach.js';

type Found = WeakMap<Program, Map<string, ReadonlySet<Family>>>;

const released: Found = new WeakMap();
const made: Found = new WeakMap();

/** What the calls in these blocks release, or in the whole function; through the file's own functions too. */
export function familiesReleased(cx: ExecContext, program: Program, blocks?: readonly BlockId[]): ReadonlySet<Family> {
  return familiesOf(cx, program, released, familyReleased, blocks);
}

/** Whether a function releases things of a kind and makes none: what error paths call. */
export function isCleanUp(cx: ExecContext, program: Program, family: Family): boolean {
  const makes = familiesOf(cx, program, made, familyMade);
  return familiesReleased(cx, program).has(family) && !makes.has(family);
}

/** Whether these blocks map or allocate: then they are the function's work, and no clean-up behind a condition. */
export function doesWork(cx: ExecContext, program: Program, blocks: readonly BlockId[]): boolean {
  return 0 < familiesOf(cx, program, made, familyMade, blocks).size;
}

/** Whether a condition is what a function of the driver says that maps or allocates: how that went, and no state. */
export function asksForOutcome(cx: ExecContext, { graph }: Program, block: BlockId, condition: Operand): boolean {
  let asked = condition;
  for (const instr of (graph.blocks[block]?.instrs ?? []).toReversed()) {
    if (asked.kind !== 'local' || !('target' in instr) || instr.target !== asked.local) continue;
    if (instr.kind === 'call') {
      const callee = instr.callee.kind === 'name' ? cx.programs.get(instr.callee.name) : undefined;
      return callee !== undefined && 0 < familiesOf(cx, callee, made, familyMade).size;
    }
    if (instr.kind !== 'assign') return false;
    const { value } = instr;
    if (value.kind === 'binary' && value.right.kind !== 'number') return false;
    if (value.kind === 'operand' || value.kind === 'cast' || value.kind === 'unary') asked = value.operand;
    else if (value.kind === 'binary') asked = value.left;
    else return false;
  }
  return false;
}

function familiesOf(
  cx: ExecContext,
  program: Program,
  byProgram: Found,
  familyOf: (row: ApiFunction) => Family | undefined,
  blocks?: readonly BlockId[],
): ReadonlySet<Family> {
  const known = byProgram.get(program) ?? new Map<string, ReadonlySet<Family>>();
  byProgram.set(program, known);
  const key = blocks?.join() ?? 'all';
  const found = known.get(key);
  if (found !== undefined) return found;
  const families = new Set<Family>();
  // A function that calls itself adds nothing the second time.
  known.set(key, families);
  const { graph } = program;
  for (const block of blocks === undefined ? graph.blocks : blocks.flatMap((id) => graph.blocks[id] ?? [])) {
    for (const name of calledIn(block)) {
      const callee = cx.programs.get(name);
      const row = cx.apiByName(name);
      const family = row === undefined ? undefined : familyOf(row);
      if (callee !== undefined) for (const it of familiesOf(cx, callee, byProgram, familyOf)) families.add(it);
      else if (family !== undefined) families.add(family);
    }
  }
  return families;
}

/** The blocks that a path can still come to from `from`, and not from `other`. */
export function onlyFrom(program: Program, from: BlockId, other: BlockId): readonly BlockId[] {
  return onceFor(program, `only from ${from} and not ${other}`, () => {
    const elsewhere = new Set(reachable(program, other));
    return reachable(program, from).filter((block) => !elsewhere.has(block));
  });
}

/**
 * The blocks that one side of a branch goes through before both sides meet, seen from the other side. Without another
 * round of a loop that both are in: `continue` skips the rest of this round.
 */
export function passedBy(program: Program, passed: BlockId, to: BlockId): readonly BlockId[] {
  return onceFor(program, `passed at ${passed} by ${to}`, () => {
    const here = new Set(reachable(program, to, 'this round'));
    const there = reachable(program, passed, 'this round');
    return there.some((block) => here.has(block)) ? there.filter((block) => !here.has(block)) : [];
  });
}

type Blocks = readonly BlockId[];
const answersOf = new WeakMap<Program, Map<string, Blocks>>();

/** Every path that comes to a branch asks the same of the graph. */
function onceFor(program: Program, question: string, find: () => Blocks): Blocks {
  const answers = answersOf.get(program) ?? new Map<string, Blocks>();
  answersOf.set(program, answers);
  const known = answers.get(question);
  if (known !== undefined) return known;
  const answer = find();
  answers.set(question, answer);
  return answer;
}
