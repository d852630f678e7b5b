import type { ReleaseCall } from '../contract/calls.js';
import type { LocalId } from '../graph/instr.js';
import { rootOf } from '../symbolic/region.js';
import { entriesUnder } from '../symbolic/store.js';
import { showTerm, type Term } from '../symbolic/term.js';
import { type ExecContext, worldOf } from './context.js';
import { isGuess } from './guess.js';
import type { Path } from './path.js';
import type { Call } from './call.js';

/** Of a union another member may have been written, and of an array an element that only a later round would show. */
function isPartlyWritten(cx: ExecContext, path: Path, handle: Term): boolean {
  const region = cx.readFrom.get(handle);
  return region !== undefined && entriesUnder(path.store, rootOf(region)).length > 0;
}

/** What memory holds was not declared, even when all that is known of it is that it was zeroed. */
function isLoaded(path: Path, local: LocalId): boolean {
  const instrs = path.frame.program.graph.blocks.flatMap((block) => block.instrs);
  const loaded = new Set(instrs.filter((instr) => instr.kind === 'load').map((instr) => instr.target));
  return instrs.some((instr) => {
    if (instr.kind === 'load') return instr.target === local;
    if (instr.kind !== 'assign' || instr.target !== local || instr.value.kind !== 'operand') return false;
    return instr.value.operand.kind === 'local' && loaded.has(instr.value.operand.local);
  });
}

/** A release of a local that still has the value it was declared with: never mapped on this path. */
export function checkUninitialized(cx: ExecContext, path: Path, call: Call, api: ReleaseCall): void {
  const position = api.row.parameters.indexOf('dma-address');
  const operand = call.instr.arguments[position];
  const handle = call.values[position];
  if (api.row.does !== 'unmap' || handle === undefined || operand?.kind !== 'local') return;
  const local = path.frame.program.graph.locals[operand.local];
  const isUnset =
    handle.kind === 'symbol' && handle.info.kind === 'uninitialized' && !isPartlyWritten(cx, path, handle);
  const isZero =
    handle.kind === 'const' && handle.value === 0 && local?.kind === 'variable' && !isLoaded(path, local.id);
  if (local === undefined || (!isUnset && !isZero) || isGuess(path, undefined)) return;
  const what = local.kind === 'variable' ? local.name : showTerm(handle);
  const { name } = api.row;
  worldOf(cx, path).raise({ id: 'UNMAP_NOT_MAPPED', at: api.at, heuristics: [], name, what, declaredAt: local.at });
}
