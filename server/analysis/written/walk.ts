import type { FunctionGraph } from '../graph/function-graph.js';
import type { BlockId, Instr } from '../graph/instr.js';
import { successors } from '../graph/loops.js';
import { type Position, predecessors } from './ways.js';

/** Looks at one instruction; `true` ends the way it is on. */
export type Visit = (instr: Instr, position: Position) => boolean;

/** Every instruction that can come after a position, each once, until `visit` ends a way. */
export function walkForward(graph: FunctionGraph, from: Position, visit: Visit): void {
  const seen = new Set<BlockId>();
  const work: Position[] = [from];
  for (let at = work.pop(); at !== undefined; at = work.pop()) {
    const block = graph.blocks[at.block];
    if (block === undefined) continue;
    const { block: id, index: first } = at;
    const rest = block.instrs.slice(first);
    if (rest.some((instr, offset) => visit(instr, { block: id, index: first + offset }))) continue;
    for (const next of successors(block.end)) {
      if (!seen.has(next)) work.push({ block: next, index: 0 });
      seen.add(next);
    }
  }
}

/** Every instruction that can come before a position, newest first on each way. */
export function walkBackward(graph: FunctionGraph, from: Position, visit: Visit): void {
  const before = predecessors(graph);
  const seen = new Set<BlockId>();
  const work: Position[] = [from];
  for (let at = work.pop(); at !== undefined; at = work.pop()) {
    const { block: id } = at;
    const instrs = graph.blocks[id]?.instrs.slice(0, at.index) ?? [];
    const count = instrs.length;
    if (instrs.toReversed().some((instr, offset) => visit(instr, { block: id, index: count - 1 - offset }))) continue;
    for (const previous of before.get(id) ?? []) {
      if (!seen.has(previous)) work.push({ block: previous, index: Number.MAX_SAFE_INTEGER });
      seen.add(previous);
    }
  }
}
