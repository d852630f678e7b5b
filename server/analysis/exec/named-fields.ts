// Which fields code can get at, by their names.
import type { BasicBlock } from '../graph/function-graph.js';
import type { BlockId, Instr } from '../graph/instr.js';
import type { ExecContext } from './context.js';
import { calledIn, type Program } from './program.js';

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
