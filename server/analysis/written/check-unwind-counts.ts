import type { BlockId, Instr, LocalId, Operand, Rvalue } from '../graph/instr.js';
import type { LoopHeader } from '../graph/function-graph.js';
import { successors } from '../graph/loops.js';
import type { Raise, WrittenFile } from './file.js';
import { type Flow, type Position, type Site, callsOf } from './flow.js';
import type { FieldSites, FieldSite } from './field-sites.js';
import { reaches } from './ways.js';

/**
 * `while (--i >= 0) release(ring[i])` undoes the loop that `i` counts. Where a later loop has counted something else with
 * it since, the elements of the first one stay, or more are released than there are.
 */
export function checkUnwindCounts(file: WrittenFile, kept: FieldSites, raise: Raise): void {
  for (const flow of file.functions) {
    const loops = loopsOf(flow);
    if (loops.length < 3) continue;
    for (const unwinding of loops) checkUnwinding(file, { flow, loops, kept }, unwinding, raise);
  }
}

interface Loop extends LoopHeader {
  readonly header: BlockId;
  readonly blocks: ReadonlySet<BlockId>;
}

interface Search {
  readonly flow: Flow;
  readonly loops: readonly Loop[];
  readonly kept: FieldSites;
}

const loopsOf = ({ graph }: Flow): readonly Loop[] =>
  graph.blocks.flatMap(({ id, loop }) =>
    loop === undefined ? [] : [{ ...loop, header: id, blocks: new Set(loop.body) }],
  );

function checkUnwinding(file: WrittenFile, search: Search, unwinding: Loop, raise: Raise): void {
  const { flow, loops, kept } = search;
  const released = kept.releasedIn(flow).filter(({ block }) => unwinding.blocks.has(block));
  if (released.length === 0 || madeIn(search, unwinding).length > 0) return;
  const count = countOf(flow, unwinding);
  if (count === undefined) return;
  const counted = countings(search, count, unwinding);
  for (const filling of counted) {
    const made = madeIn(search, filling.loop);
    const what = released.find(({ field }) => made.some((it) => it.field === field));
    if (what === undefined || filling.step !== 1) continue;
    const isOther = ({ loop }: Counting): boolean =>
      !overlap(loop, filling.loop) &&
      !loops.some((it) => it !== unwinding && it !== filling.loop && releases(search, it, what.field)) &&
      !madeIn(search, loop).some(({ field }) => field === what.field) &&
      isAfter(flow, filling.loop, loop);
    const other = counted.find(
      (it) => isOther(it) && (it.step === 1 ? leavesEarly(flow, it, count, unwinding) : isKnown(file, flow, it.loop)),
    );
    if (other === undefined) continue;
    raise({
      id: 'UNWIND_COUNT_REUSED',
      at: what.at,
      heuristics: [],
      functionName: flow.graph.name,
      what: nameOf(what.field),
      counter: flow.localOf(count.local)?.name ?? '',
      countedAt: other.at,
      filledAt: filling.at,
    });
    return;
  }
}

const nameOf = (field: string): string => field.split('.').at(-1)?.replace('[]', '') ?? field;

const overlap = (one: Loop, other: Loop): boolean => one.blocks.has(other.header) || other.blocks.has(one.header);

const madeIn = ({ flow, kept }: Search, { blocks }: Loop): readonly FieldSite[] =>
  kept.madeIn(flow).filter(({ block }) => blocks.has(block));

const releases = ({ flow, kept }: Search, { blocks }: Loop, field: string): boolean =>
  kept.releasedIn(flow).some((it) => it.field === field && blocks.has(it.block));

const start = (block: BlockId): Position => ({ block, index: -1 });

const isAfter = ({ graph }: Flow, first: Loop, second: Loop): boolean =>
  reaches(graph, start(first.header), start(second.header)) &&
  !reaches(graph, start(second.header), start(first.header));

/** A variable that says how many rounds a loop takes, read at a position before or at its head. */
interface Count {
  readonly local: LocalId;
  readonly position: Position;
}

/** `while (--i >= 0)`, `for (i = i - 1; ..; i--)`, `for (j = 0; j < i; j++)`. */
function countOf(flow: Flow, { header, blocks, writes }: Loop): Count | undefined {
  const position = { block: header, index: 0 };
  const end = flow.graph.blocks[header]?.end;
  if (end?.kind !== 'branch' || end.condition.kind !== 'local') return undefined;
  const asked = end.condition.local;
  const condition = assigned(flow, header, asked);
  if (condition?.kind !== 'binary') {
    const counter = original(flow, header, asked);
    return countsDown(flow, counter, blocks) ? { local: counter, position } : undefined;
  }
  const { operator, left, right } = condition;
  if (left.kind !== 'local') return undefined;
  const counter = original(flow, header, left.local);
  if (operator === '<' && right.kind === 'local' && !writes.includes(right.local)) {
    return isVariable(flow, right.local) ? { local: right.local, position } : undefined;
  }
  if (!/^(?:>|>=|!=)$/.test(operator) || right.kind !== 'number') return undefined;
  return countsDown(flow, counter, blocks) ? { local: counter, position } : undefined;
}

/** What a head gives a variable. */
function assigned({ graph }: Flow, header: BlockId, local: LocalId): Rvalue | undefined {
  const instr = graph.blocks[header]?.instrs.findLast((it) => it.kind === 'assign' && it.target === local);
  return instr?.kind === 'assign' ? instr.value : undefined;
}

/** `while (i--)` asks a copy of what `i` was. */
function original(flow: Flow, header: BlockId, local: LocalId): LocalId {
  const value = isVariable(flow, local) ? undefined : assigned(flow, header, local);
  return value?.kind === 'operand' && value.operand.kind === 'local' ? value.operand.local : local;
}

function countsDown(flow: Flow, local: LocalId, blocks: ReadonlySet<BlockId>): boolean {
  const steps = isVariable(flow, local) ? stepsOf(flow, local, blocks) : [];
  return steps.length > 0 && steps.every((step) => step === -1);
}

const isVariable = (flow: Flow, local: LocalId): boolean => flow.localOf(local)?.kind === 'variable';

/** How a loop changes a variable: 1 and -1 for a step, `undefined` for anything else. */
function stepsOf({ graph }: Flow, local: LocalId, blocks: ReadonlySet<BlockId>): readonly (1 | -1 | undefined)[] {
  return [...blocks].flatMap((id) =>
    (graph.blocks[id]?.instrs ?? []).flatMap((instr) => (writes(instr, local) ? [stepOf(instr, local)] : [])),
  );
}

function writes(instr: Instr, local: LocalId): boolean {
  if (instr.kind === 'forget') return instr.locals.includes(local);
  return (instr.kind === 'assign' || instr.kind === 'load' || instr.kind === 'call') && instr.target === local;
}

function stepOf(instr: Instr, local: LocalId): 1 | -1 | undefined {
  if (instr.kind !== 'assign' || instr.value.kind !== 'binary') return undefined;
  const { operator, left, right } = instr.value;
  if (left.kind !== 'local' || left.local !== local || right.kind !== 'number' || right.value !== 1) return undefined;
  return operator === '+' ? 1 : operator === '-' ? -1 : undefined;
}

/** A loop that counted the variable last. */
interface Counting {
  readonly loop: Loop;
  readonly step: 1 | -1;
  readonly at: Instr['at'];
  readonly position: Position;
}

/** The loops by whose count another one goes: the innermost one around each assignment that it may still have. */
function countings({ flow, loops }: Search, { local, position }: Count, unwinding: Loop): readonly Counting[] {
  const found: Counting[] = [];
  const seen = new Set<Instr>();
  const work: { readonly local: LocalId; readonly position: Position }[] = [{ local, position }];
  for (let at = work.pop(); at !== undefined; at = work.pop()) {
    for (const definition of flow.definitionsOf(at.local, at.position)) {
      if (definition === 'entry' || seen.has(definition.instr)) continue;
      seen.add(definition.instr);
      const { block } = definition.position;
      if (unwinding.blocks.has(block)) continue;
      const loop = innermost(loops, block);
      const step = stepOf(definition.instr, at.local);
      if (loop !== undefined && step !== undefined && !loop.blocks.has(unwinding.header)) {
        found.push({ loop, step, at: definition.instr.at, position: definition.position });
      } else if (loop === undefined) {
        const from = copied(definition);
        if (from !== undefined) work.push({ local: from, position: definition.position });
      }
    }
  }
  return found;
}

function innermost(loops: readonly Loop[], block: BlockId): Loop | undefined {
  const around = loops.filter(({ blocks }) => blocks.has(block));
  return around.toSorted((left, right) => left.blocks.size - right.blocks.size)[0];
}

/** `i - 1`, or a copy. */
function copied({ instr }: Site<Instr>): LocalId | undefined {
  if (instr.kind !== 'assign') return undefined;
  const { value } = instr;
  let from: Operand | undefined;
  if (value.kind === 'operand' || value.kind === 'cast') from = value.operand;
  else if (value.kind === 'binary' && /^[-+]$/.test(value.operator) && value.right.kind === 'number') from = value.left;
  return from?.kind === 'local' ? from.local : undefined;
}

/** Whether a loop is left from within, with the number it has reached, and comes so to the other one. */
function leavesEarly({ graph }: Flow, { loop }: Counting, { local }: Count, unwinding: Loop): boolean {
  const seen = new Set<BlockId>([loop.header]);
  const end = graph.blocks[loop.header]?.end;
  const work = end === undefined ? [] : successors(end).filter((id) => loop.blocks.has(id));
  for (let id = work.pop(); id !== undefined; id = work.pop()) {
    if (id === unwinding.header) return true;
    if (seen.has(id)) continue;
    seen.add(id);
    const block = graph.blocks[id];
    if (block === undefined || block.instrs.some((instr) => writes(instr, local) && stepOf(instr, local) === undefined))
      continue;
    work.push(...successors(block.end));
  }
  return false;
}

/** Nothing in it may do what nobody sees here: release more than it seems to. */
function isKnown(file: WrittenFile, { graph }: Flow, { blocks }: Loop): boolean {
  return callsOf(graph).every(
    ({ name, position }) =>
      !blocks.has(position.block) ||
      file.apiByName(name) !== undefined ||
      file.functions.some((flow) => flow.graph.name === name),
  );
}
