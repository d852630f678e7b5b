import type { Family } from '../api/api-function.js';
import type { BasicBlock } from '../graph/function-graph.js';
import type { BlockId } from '../graph/instr.js';
import type { ExecContext } from './context.js';
import { type Program, successors } from './program.js';

const byProgram = new WeakMap<Program, Map<string, ReadonlySet<Family>>>();

/** What the calls in these blocks release, or in the whole function; through the file's own functions too. */
export function familiesReleased(cx: ExecContext, program: Program, blocks?: readonly BlockId[]): ReadonlySet<Family> {
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
      if (callee !== undefined) for (const family of familiesReleased(cx, callee)) families.add(family);
      else if (row?.does === 'unmap' || row?.does === 'free') families.add(row.family);
    }
  }
  return families;
}

function calledIn({ instrs }: BasicBlock): readonly string[] {
  return instrs.flatMap((instr) => (instr.kind === 'call' && instr.callee.kind === 'name' ? [instr.callee.name] : []));
}

/** The blocks that a path can still come to from `from`, and not from `other`. */
export function onlyFrom(program: Program, from: BlockId, other: BlockId): readonly BlockId[] {
  const elsewhere = new Set(reachable(program, other));
  return reachable(program, from).filter((block) => !elsewhere.has(block));
}

/** The blocks that a path can still come to, `from` included. */
function reachable({ graph }: Program, from: BlockId): readonly BlockId[] {
  const seen = new Set<BlockId>([from]);
  for (const block of seen) {
    const end = graph.blocks[block]?.end;
    for (const next of end === undefined ? [] : successors(end)) seen.add(next);
  }
  return [...seen];
}
