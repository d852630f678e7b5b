import type { Span } from '../base/span.js';
import type { BasicBlock, LoopHeader } from './function-graph.js';
import type { FinishedBlock } from './graph-builder.js';
import type { BlockId, Instr, LocalId, Place, Terminator } from './instr.js';

/**
 * Finds the loops of a graph, however they were written: `for`, `while`, or `goto again`.
 *
 * A header is the target of a back edge of the depth-first walk. Its body is what can come back to it and can be
 * reached from it, which also fits loops that are entered in the middle.
 */
export function findLoops(blocks: readonly FinishedBlock[]): readonly BasicBlock[] {
  const bodies = new Map<BlockId, Set<BlockId>>();
  const predecessors = predecessorsOf(blocks);
  const back = backEdges(blocks);
  for (const [from, to] of back) {
    const body = bodies.get(to) ?? new Set([to]);
    bodies.set(to, body);
    for (const block of backwardsFrom(from, to, predecessors)) body.add(block);
  }
  return blocks.map((block) => {
    const body = bodies.get(block.id);
    const { loopAt, ...rest } = block;
    const closes = back.some(([from, to]) => from === block.id && rest.end.kind === 'jump' && rest.end.to === to);
    return {
      ...rest,
      end: closes ? closingJump(rest.end) : rest.end,
      loop: body === undefined ? undefined : header(blocks, block, body, loopAt),
    };
  });
}

/** `continue`, and the end of a body, once the empty blocks between are gone. */
function closingJump(end: Terminator): Terminator {
  return end.kind === 'jump' && end.how === 'fallthrough' ? { ...end, how: 'loop' } : end;
}

export function successors(end: Terminator): readonly BlockId[] {
  switch (end.kind) {
    case 'jump':
      return [end.to];
    case 'branch':
      return [end.then, end.otherwise];
    case 'switch':
      return [...end.cases.map((it) => it.block), end.otherwise];
    case 'return':
    case 'never':
    case 'unsupported':
      return [];
  }
}

function header(
  blocks: readonly FinishedBlock[],
  block: FinishedBlock,
  body: ReadonlySet<BlockId>,
  loopAt: Span | undefined,
): LoopHeader {
  const reached = reachableFrom(block.id, blocks, body);
  const members = [...body].filter((id) => reached.has(id)).sort((left, right) => left - right);
  const writes = new Set<LocalId>();
  for (const id of members) {
    for (const instr of blocks[id]?.instrs ?? []) {
      for (const local of writtenLocals(instr)) writes.add(local);
    }
  }
  return {
    writes: [...writes].sort((left, right) => left - right),
    body: members,
    at: loopAt ?? block.instrs[0]?.at ?? block.end.at,
  };
}

/** Registers it sets, and locals in memory it stores to by name. */
function writtenLocals(instr: Instr): readonly LocalId[] {
  switch (instr.kind) {
    case 'assign':
    case 'load':
      return [instr.target];
    case 'call':
      return instr.target === undefined ? [] : [instr.target];
    case 'store':
    case 'zero':
      return stackLocal(instr.place);
    case 'copy':
      return stackLocal(instr.to);
    case 'forget':
      return instr.locals;
  }
}

const stackLocal = (place: Place): readonly LocalId[] => (place.root.kind === 'stack' ? [place.root.local] : []);

function backEdges(blocks: readonly FinishedBlock[]): readonly (readonly [BlockId, BlockId])[] {
  const edges: [BlockId, BlockId][] = [];
  const state = new Map<BlockId, 'open' | 'done'>();
  const stack: { id: BlockId; next: readonly BlockId[]; at: number }[] = [];
  const enter = (id: BlockId): void => {
    state.set(id, 'open');
    const block = blocks[id];
    stack.push({ id, next: block === undefined ? [] : successors(block.end), at: 0 });
  };
  const entry = blocks[0];
  if (entry !== undefined) enter(entry.id);
  for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
    const next = top.next[top.at];
    top.at += 1;
    if (next === undefined) {
      state.set(top.id, 'done');
      stack.pop();
    } else if (state.get(next) === 'open') {
      edges.push([top.id, next]);
    } else if (!state.has(next)) {
      enter(next);
    }
  }
  return edges;
}

function predecessorsOf(blocks: readonly FinishedBlock[]): ReadonlyMap<BlockId, readonly BlockId[]> {
  const result = new Map<BlockId, BlockId[]>();
  for (const block of blocks) {
    for (const to of successors(block.end)) {
      const list = result.get(to);
      if (list === undefined) result.set(to, [block.id]);
      else list.push(block.id);
    }
  }
  return result;
}

function backwardsFrom(
  from: BlockId,
  stop: BlockId,
  predecessors: ReadonlyMap<BlockId, readonly BlockId[]>,
): ReadonlySet<BlockId> {
  const seen = new Set<BlockId>([stop, from]);
  const work = from === stop ? [] : [from];
  for (let id = work.pop(); id !== undefined; id = work.pop()) {
    for (const before of predecessors.get(id) ?? []) {
      if (seen.has(before)) continue;
      seen.add(before);
      work.push(before);
    }
  }
  return seen;
}

function reachableFrom(
  start: BlockId,
  blocks: readonly FinishedBlock[],
  within: ReadonlySet<BlockId>,
): ReadonlySet<BlockId> {
  const seen = new Set<BlockId>([start]);
  const work = [start];
  for (let id = work.pop(); id !== undefined; id = work.pop()) {
    const block = blocks[id];
    for (const next of block === undefined ? [] : successors(block.end)) {
      if (seen.has(next) || !within.has(next)) continue;
      seen.add(next);
      work.push(next);
    }
  }
  return seen;
}
