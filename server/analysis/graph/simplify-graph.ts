import type { DraftBlock, FinishedBlock } from './graph-builder.js';
import type { BlockId, Terminator } from './instr.js';
import { successors } from './loops.js';

/** Drops blocks nobody reaches, joins blocks that only follow one another, and numbers the rest in text order. */
export function simplifyGraph(blocks: readonly DraftBlock[]): readonly FinishedBlock[] {
  const byId = new Map(blocks.map((block) => [block.id, block]));
  skipEmptyBlocks(blocks, byId);
  const predecessors = countPredecessors(blocks, byId);
  for (const block of blocks) {
    if (predecessors.has(block.id)) joinFollowers(block, byId, predecessors);
  }
  const kept = blocks.filter((block) => predecessors.has(block.id));
  const numbers = new Map(kept.map((block, index) => [block.id, index as BlockId]));
  return kept.map((block, index) => ({
    id: index as BlockId,
    instrs: block.instrs,
    end: retarget(ended(block), (id) => numbers.get(id) ?? id),
    loopAt: block.loopAt,
  }));
}

const ended = (block: DraftBlock): Terminator =>
  block.end ?? { kind: 'unsupported', what: 'unfinished block', at: { start: 0, end: 0 } };

/** A jump to a block that only falls through goes to where that leads. */
function skipEmptyBlocks(blocks: readonly DraftBlock[], byId: ReadonlyMap<BlockId, DraftBlock>): void {
  const destination = (start: BlockId): BlockId => {
    const seen = new Set<BlockId>();
    let id = start;
    for (;;) {
      const block = byId.get(id);
      const passes = block?.instrs.length === 0 && block.loopAt === undefined && block.end?.kind === 'jump';
      if (!passes || block.end?.kind !== 'jump' || block.end.how === 'goto' || seen.has(id)) return id;
      seen.add(id);
      id = block.end.to;
    }
  };
  for (const block of blocks) block.end = retarget(ended(block), destination);
}

/** Only of blocks that can be reached; the entry counts itself. */
function countPredecessors(
  blocks: readonly DraftBlock[],
  byId: ReadonlyMap<BlockId, DraftBlock>,
): Map<BlockId, number> {
  const counts = new Map<BlockId, number>();
  const entry = blocks[0];
  if (entry === undefined) return counts;
  counts.set(entry.id, 1);
  const work = [entry];
  for (let block = work.pop(); block !== undefined; block = work.pop()) {
    for (const id of successors(ended(block))) {
      const known = counts.get(id);
      counts.set(id, (known ?? 0) + 1);
      const next = byId.get(id);
      if (known === undefined && next !== undefined) work.push(next);
    }
  }
  return counts;
}

function joinFollowers(
  block: DraftBlock,
  byId: ReadonlyMap<BlockId, DraftBlock>,
  predecessors: Map<BlockId, number>,
): void {
  for (;;) {
    const end = ended(block);
    const next = end.kind === 'jump' && end.how === 'fallthrough' ? byId.get(end.to) : undefined;
    if (next === undefined || next === block || next.loopAt !== undefined || predecessors.get(next.id) !== 1) return;
    block.instrs.push(...next.instrs);
    block.end = ended(next);
    predecessors.delete(next.id);
  }
}

function retarget(end: Terminator, to: (id: BlockId) => BlockId): Terminator {
  switch (end.kind) {
    case 'jump':
      return { ...end, to: to(end.to) };
    case 'branch':
      return { ...end, then: to(end.then), otherwise: to(end.otherwise) };
    case 'switch':
      return {
        ...end,
        cases: end.cases.map((it) => ({ ...it, block: to(it.block) })),
        otherwise: to(end.otherwise),
      };
    case 'return':
    case 'never':
    case 'unsupported':
      return end;
  }
}
