import type { Span } from '../base/span.js';
import { oncePer } from '../base/once-per.js';
import type { BasicBlock, FunctionGraph } from '../graph/function-graph.js';
import type { BlockId, Operand } from '../graph/instr.js';
import { successors } from '../graph/loops.js';
import { type Definition, type Flow, type Position } from './flow.js';
import { testsOf, type ValueTest } from './tests.js';

/** What a walk around a ring has to meet before it ends. */
export interface WalkEnd {
  readonly value: Operand;
  readonly position: Position;
  readonly at: Span;
}

/**
 * `while (slot != end)` around a ring whose `slot` begins at 0 again where the ring ends: it never is what lies behind the
 * ring. Only where nothing else ends the loop.
 */
export const walkEnds = (flow: Flow): readonly WalkEnd[] => {
  const loops = loopsOf(flow.graph);
  if (loops.length === 0) return [];
  return testsOf(flow).flatMap((test) => {
    const { value: walker, other: value, position, at, relation } = test;
    if ((relation !== '!=' && relation !== '==') || walker.kind !== 'local' || value?.kind !== 'local') return [];
    const loop = loops.find((it) => it.has(position.block) && isOnlyWayOut(flow.graph, it, position.block));
    if (loop === undefined || isSetIn(flow, value, loop, position)) return [];
    return wrapsIn(flow, test, loop) ? [{ value, position, at }] : [];
  });
};

const loopsOf = oncePer((graph: FunctionGraph): readonly ReadonlySet<BlockId>[] =>
  graph.blocks.flatMap(({ loop }) => (loop === undefined ? [] : [new Set(loop.body)])),
);

/** A jump or a return out of the middle ends it as well; a path that stops the kernel is none. */
function isOnlyWayOut({ blocks }: FunctionGraph, loop: ReadonlySet<BlockId>, test: BlockId): boolean {
  const leaves = (block: BasicBlock | undefined): boolean =>
    block !== undefined && (block.end.kind === 'return' || successors(block.end).some((next) => !loop.has(next)));
  return leaves(blocks[test]) && [...loop].every((id) => id === test || !leaves(blocks[id]));
}

const definitionsIn = (
  flow: Flow,
  operand: Operand,
  loop: ReadonlySet<BlockId>,
  position: Position,
): readonly Definition[] =>
  operand.kind !== 'local'
    ? []
    : flow.definitionsOf(operand.local, position).filter((it) => it !== 'entry' && loop.has(it.position.block));

/** The device is asked again in each round, so the next answer may be a good one. */
const isSetIn = (flow: Flow, value: Operand, loop: ReadonlySet<BlockId>, position: Position): boolean =>
  definitionsIn(flow, value, loop, { block: position.block, index: 0 }).length > 0;

/** A number, a remainder or a mask that the walker becomes on the way round, of which the end is none. */
function wrapsIn(flow: Flow, { value, position }: ValueTest, loop: ReadonlySet<BlockId>): boolean {
  return definitionsIn(flow, value, loop, position).some((it) => {
    if (it === 'entry' || it.instr.kind !== 'assign') return false;
    const { value: made } = it.instr;
    if (made.kind === 'binary') return made.operator === '%' || made.operator === '&';
    return made.kind === 'operand' && isZero(made.operand);
  });
}

const isZero = (operand: Operand): boolean => operand.kind === 'number' && operand.value === 0;
