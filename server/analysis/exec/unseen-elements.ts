import type { BasicBlock, LoopHeader } from '../graph/function-graph.js';
import type { Instr, LocalId, Operand, Place } from '../graph/instr.js';
import { placeWritten } from '../graph/operands.js';
import type { Region } from '../symbolic/region.js';
import { forgetUnseen } from '../symbolic/store.js';
import type { ExecContext } from './context.js';
import { type Path, pathWith } from './path.js';
import { evaluate, regionOf } from './values.js';

/**
 * Of the elements that the rounds of a loop write which are not run, nothing is known any more: `ring[i].size`, where
 * this path wrote the first and the others would still be what `kcalloc()` left. What the path wrote itself stays.
 */
export function forgetUnseenElements(cx: ExecContext, path: Path, loop: LoopHeader): Path {
  const { graph } = path.frame.program;
  const body = loop.body.flatMap((id) => graph.blocks[id] ?? []);
  let { store } = path;
  for (const instr of body.flatMap(({ instrs }) => instrs)) {
    const place = placeWritten(instr);
    const array = place === undefined ? undefined : arrayOf({ cx, path, loop, body, passed: new Set() }, place, instr);
    if (array !== undefined) store = forgetUnseen(store, array);
  }
  return store === path.store ? path : pathWith(path, { store });
}

interface Search {
  readonly cx: ExecContext;
  readonly path: Path;
  readonly loop: LoopHeader;
  readonly body: readonly BasicBlock[];
  /** Pointers that were followed: `node = &node->next` is made of itself. */
  readonly passed: Set<LocalId>;
}

/** The array of which a place is another element in each round; `undefined` where it is none, or nobody can tell. */
function arrayOf(search: Search, place: Place, { at }: Instr): Region | undefined {
  const { cx, path } = search;
  const { root, steps } = place;
  if (root.kind === 'pointee' && isWritten(search, root.pointer)) return arrayBehind(search, root.pointer);
  const element = steps.findIndex((step) => step.kind === 'element' && isWritten(search, step.index));
  return element < 0 ? undefined : regionOf(cx, path, { ...place, steps: steps.slice(0, element) }, at);
}

/** `struct slot *slot = &ring->slots[i];`, made anew in each round. */
function arrayBehind(search: Search, pointer: Operand): Region | undefined {
  const { cx, path, passed } = search;
  if (pointer.kind !== 'local' || passed.has(pointer.local)) return undefined;
  passed.add(pointer.local);
  for (const instr of search.body.flatMap(({ instrs }) => instrs)) {
    if (instr.kind !== 'assign' || instr.target !== pointer.local) continue;
    const { value } = instr;
    if (value.kind === 'address') return arrayOf(search, value.place, instr);
    if (value.kind !== 'advance' || isWritten(search, value.pointer)) return undefined;
    return cx.terms.pointee(evaluate(cx, path, value.pointer, instr.at));
  }
  return undefined;
}

const isWritten = ({ loop }: Search, operand: Operand): boolean =>
  operand.kind === 'local' && loop.writes.includes(operand.local);
