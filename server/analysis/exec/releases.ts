import { type ApiFunction, type Family, familyMade, familyReleased } from '../api/api-function.js';
import type { BasicBlock } from '../graph/function-graph.js';
import type { BlockId, Instr, Operand } from '../graph/instr.js';
import type { ExecContext } from './context.js';
import { successors } from '../graph/loops.js';
import type { Program } from './program.js';

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

const fieldsNamed = new WeakMap<Program, ReadonlySet<string> | undefined>();

/** Whether a function may read the field `name` of anything: by that name, with a whole object, or in one it calls. */
export function namesField(cx: ExecContext, program: Program, name: string): boolean {
  const names = fieldsOf(cx, program, new Set());
  return names === undefined || names.has(name);
}

/** The same for some blocks of a function: `undefined` for any field. */
export function namesInBlocks(
  cx: ExecContext,
  { graph }: Program,
  blocks: readonly BlockId[],
): ReadonlySet<string> | undefined {
  return namesIn(
    cx,
    blocks.flatMap((id) => graph.blocks[id] ?? []),
    new Set(),
  );
}

/** `undefined` for all of them: objects are copied whole. */
function fieldsOf(cx: ExecContext, program: Program, seen: Set<Program>): ReadonlySet<string> | undefined {
  if (fieldsNamed.has(program)) return fieldsNamed.get(program);
  seen.add(program);
  const names = namesIn(cx, program.graph.blocks, seen);
  // Of functions that call each other only the outermost knows everything.
  if (names === undefined || seen.size === 1) fieldsNamed.set(program, names);
  return names;
}

function namesIn(cx: ExecContext, blocks: readonly BasicBlock[], seen: Set<Program>): ReadonlySet<string> | undefined {
  const names = new Set<string>();
  for (const block of blocks) {
    for (const instr of block.instrs) {
      const named = placeNames(instr);
      if (named === undefined) return undefined;
      for (const it of named) names.add(it);
    }
    for (const called of calledIn(block)) {
      const callee = cx.programs.get(called);
      if (callee === undefined || seen.has(callee)) continue;
      const inner = fieldsOf(cx, callee, seen);
      if (inner === undefined) return undefined;
      for (const it of inner) names.add(it);
    }
  }
  return names;
}

function placeNames(instr: Instr): readonly string[] | undefined {
  if (instr.kind === 'copy') return undefined;
  const place =
    instr.kind === 'load' || instr.kind === 'store'
      ? instr.place
      : instr.kind === 'assign' && instr.value.kind === 'address'
        ? instr.value.place
        : undefined;
  return place?.steps.flatMap((step) => (step.kind === 'field' ? [step.name] : [])) ?? [];
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

function calledIn({ instrs }: BasicBlock): readonly string[] {
  return instrs.flatMap((instr) => (instr.kind === 'call' && instr.callee.kind === 'name' ? [instr.callee.name] : []));
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
const found = new WeakMap<Program, Map<string, Blocks>>();

/** Every path that comes to a branch asks the same of the graph. */
function onceFor(program: Program, question: string, find: () => Blocks): Blocks {
  const answers = found.get(program) ?? new Map<string, Blocks>();
  found.set(program, answers);
  const known = answers.get(question);
  if (known !== undefined) return known;
  const answer = find();
  answers.set(question, answer);
  return answer;
}

/** The blocks that a path can still come to, `from` included. */
function reachable(
  { graph }: Program,
  from: BlockId,
  rounds: 'this round' | 'any round' = 'any round',
): readonly BlockId[] {
  const seen = new Set<BlockId>([from]);
  for (const block of seen) {
    const end = graph.blocks[block]?.end;
    for (const next of end === undefined ? [] : successors(end)) {
      const isBackEdge = rounds === 'this round' && graph.blocks[next]?.loop?.body.includes(block) === true;
      if (!isBackEdge) seen.add(next);
    }
  }
  return [...seen];
}
