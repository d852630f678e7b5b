import type { FunctionGraph } from '../graph/function-graph.js';
import { successors } from '../graph/loops.js';
import { operandsOf } from '../graph/operands.js';
import type { BlockId, LocalId, Operand } from '../graph/instr.js';

export function predecessors({ blocks }: FunctionGraph): ReadonlyMap<BlockId, readonly BlockId[]> {
  const before = new Map<BlockId, BlockId[]>();
  for (const { id, end } of blocks) {
    for (const next of successors(end)) {
      const list = before.get(next);
      if (list === undefined) before.set(next, [id]);
      else list.push(id);
    }
  }
  return before;
}

export function readLocals(graph: FunctionGraph): ReadonlySet<LocalId> {
  const read = new Set<LocalId>();
  const note = (operand: Operand | undefined): void => {
    if (operand?.kind === 'local') read.add(operand.local);
  };
  for (const { instrs, end } of graph.blocks) {
    for (const instr of instrs) operandsOf(instr).forEach(note);
    if (end.kind === 'branch') note(end.condition);
    else if (end.kind === 'switch' || end.kind === 'return') note(end.value);
  }
  return read;
}

/** Where an instruction stands. */
export interface Position {
  readonly block: BlockId;
  readonly index: number;
}

/** Whether a way leads from one position to the other. */
export function reaches(graph: FunctionGraph, from: Position, to: Position): boolean {
  if (from.block === to.block && from.index < to.index) return true;
  const seen = new Set<BlockId>();
  const work = [from.block];
  for (let at = work.pop(); at !== undefined; at = work.pop()) {
    const end = graph.blocks[at]?.end;
    if (end === undefined) continue;
    for (const next of successors(end)) {
      if (next === to.block) return true;
      if (!seen.has(next)) work.push(next);
      seen.add(next);
    }
  }
  return false;
}

/** Whether a way leads from one position to the other that does not go past a third. */
export function reachesPast(graph: FunctionGraph, from: Position, to: Position, past?: Position): boolean {
  const isIn = (it: Position, block: Position['block'], start: number): boolean =>
    it.block === block && it.index > start;
  const seen = new Set<Position['block']>();
  const work = [from];
  for (let at = work.pop(); at !== undefined; at = work.pop()) {
    const isStopped = past !== undefined && isIn(past, at.block, at.index);
    if (isIn(to, at.block, at.index) && (!isStopped || to.index < past.index)) return true;
    const end = isStopped ? undefined : graph.blocks[at.block]?.end;
    for (const next of end === undefined ? [] : successors(end)) {
      if (!seen.has(next)) work.push({ block: next, index: -1 });
      seen.add(next);
    }
  }
  return false;
}

/** Whether every way to the second position goes past the first. */
export function isAlwaysBefore(graph: FunctionGraph, first: Position, second: Position): boolean {
  const [entry] = graph.blocks;
  return entry !== undefined && !reachesPast(graph, { block: entry.id, index: -1 }, second, first);
}
