import type { BlockId } from '../graph/instr.js';
import { successors } from '../graph/loops.js';
import type { Program } from './program.js';

/** The blocks that a path can still come to, `from` included. */
export function reachable(
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
