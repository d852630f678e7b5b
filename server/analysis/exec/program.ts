import type { BasicBlock, FunctionGraph } from '../graph/function-graph.js';
import type { BlockId, Instr, LocalId, Operand, Terminator } from '../graph/instr.js';
import { successors } from '../graph/loops.js';
import { operandsOf } from '../graph/operands.js';

/** A graph with what the executor asks of it again and again. */
export interface Program {
  readonly graph: FunctionGraph;
  /** Position of each block in reverse postorder: a block comes after all its forward predecessors. */
  readonly order: readonly number[];
  /** Locals whose value is still needed at the start of each block. */
  readonly liveIn: readonly ReadonlySet<LocalId>[];
  /** Blocks that more than one other leads to: where paths can meet. */
  readonly joins: ReadonlySet<BlockId>;
  /** Locals that are assigned in more than one place, or computed from one, or that others may set: `*size`. */
  readonly chosen: ReadonlySet<LocalId>;
  /** Locals that are returned. */
  readonly returned: readonly LocalId[];
}

export function programOf(graph: FunctionGraph): Program {
  return {
    graph,
    order: reversePostorder(graph),
    liveIn: liveness(graph),
    joins: joinsOf(graph),
    chosen: chosenIn(graph),
    returned: returnedBy(graph),
  };
}

function returnedBy({ blocks }: FunctionGraph): readonly LocalId[] {
  const values = blocks.flatMap(({ end }) =>
    end.kind === 'return' && end.value?.kind === 'local' ? [end.value.local] : [],
  );
  return [...new Set(values)];
}

function chosenIn(graph: FunctionGraph): ReadonlySet<LocalId> {
  const assigned = new Set<LocalId>();
  const chosen = new Set<LocalId>();
  for (const instr of graph.blocks.flatMap(({ instrs }) => instrs)) {
    if (instr.kind === 'load' && instr.place.steps.length === 0) chosen.add(instr.target);
    if (instr.kind !== 'assign') continue;
    // What is computed from a choice is one: `(is_long ? 64 : 16) * sizeof(*entry)`.
    const isOfChosen = operandsOf(instr).some((operand) => operand.kind === 'local' && chosen.has(operand.local));
    if (isOfChosen || assigned.has(instr.target)) chosen.add(instr.target);
    assigned.add(instr.target);
  }
  return chosen;
}

function joinsOf(graph: FunctionGraph): ReadonlySet<BlockId> {
  const reached = new Set<BlockId>();
  const joins = new Set<BlockId>();
  for (const { end } of graph.blocks) {
    for (const next of successors(end)) {
      if (reached.has(next)) joins.add(next);
      reached.add(next);
    }
  }
  return joins;
}

function reversePostorder(graph: FunctionGraph): readonly number[] {
  const finished: BlockId[] = [];
  const seen = new Set<BlockId>();
  const work: { readonly block: BlockId; readonly next: BlockId[] }[] = [];
  const enter = (block: BlockId): void => {
    seen.add(block);
    const end = graph.blocks[block]?.end;
    // The last successor is visited first, so that the first one comes first in the reversed order.
    work.push({ block, next: end === undefined ? [] : [...successors(end)] });
  };
  enter(0 as BlockId);
  for (let top = work.at(-1); top !== undefined; top = work.at(-1)) {
    const next = top.next.pop();
    if (next === undefined) {
      finished.push(top.block);
      work.pop();
    } else if (!seen.has(next)) {
      enter(next);
    }
  }
  const order = graph.blocks.map(() => Number.MAX_SAFE_INTEGER);
  for (const [position, block] of finished.reverse().entries()) order[block] = position;
  return order;
}

function liveness(graph: FunctionGraph): readonly ReadonlySet<LocalId>[] {
  const live = graph.blocks.map(() => new Set<LocalId>());
  for (let changed = true; changed; ) {
    changed = false;
    for (const block of graph.blocks.toReversed()) {
      const before = live[block.id]?.size ?? 0;
      const now = liveBefore(block, live);
      live[block.id] = now;
      if (now.size !== before) changed = true;
    }
  }
  return live;
}

/** Locals whose value is still needed from one instruction of a block on. */
export function liveAt(program: Program, id: BlockId, index: number): ReadonlySet<LocalId> {
  const known = liveInside.get(program) ?? new Map<string, ReadonlySet<LocalId>>();
  liveInside.set(program, known);
  const key = `${id}.${index}`;
  const block = program.graph.blocks[id];
  const live = known.get(key) ?? (block === undefined ? new Set() : liveBefore(block, program.liveIn, index));
  known.set(key, live);
  return live;
}

const liveInside = new WeakMap<Program, Map<string, ReadonlySet<LocalId>>>();

function liveBefore(block: BasicBlock, liveIn: readonly ReadonlySet<LocalId>[], from = 0): Set<LocalId> {
  const live = new Set<LocalId>();
  for (const next of successors(block.end)) for (const local of liveIn[next] ?? []) live.add(local);
  for (const operand of terminatorOperands(block.end)) use(operand, live);
  for (const instr of block.instrs.slice(from).toReversed()) {
    const target = targetOf(instr);
    if (target !== undefined) live.delete(target);
    for (const operand of operandsOf(instr)) use(operand, live);
  }
  return live;
}

function use(operand: Operand, live: Set<LocalId>): void {
  if (operand.kind === 'local') live.add(operand.local);
}

export function targetOf(instr: Instr): LocalId | undefined {
  return instr.kind === 'assign' || instr.kind === 'load' || instr.kind === 'call' ? instr.target : undefined;
}

function terminatorOperands(end: Terminator): readonly Operand[] {
  switch (end.kind) {
    case 'branch':
      return [end.condition];
    case 'switch':
      return [end.value, ...end.cases.flatMap((it) => [it.from, it.to])];
    case 'return':
      return end.value === undefined ? [] : [end.value];
    case 'jump':
    case 'never':
    case 'unsupported':
      return [];
  }
}

/** The functions that a block calls by their names. */
export function calledIn({ instrs }: BasicBlock): readonly string[] {
  return instrs.flatMap((instr) => (instr.kind === 'call' && instr.callee.kind === 'name' ? [instr.callee.name] : []));
}
