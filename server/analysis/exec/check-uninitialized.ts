import type { ReleaseCall } from '../contract/release.js';
import { showTerm } from '../symbolic/term.js';
import { type ExecContext, worldOf } from './context.js';
import type { Path } from './path.js';
import type { Call } from './call.js';

/** A release of a local that still has the value it was declared with: never mapped on this path. */
export function checkUninitialized(cx: ExecContext, path: Path, call: Call, api: ReleaseCall): void {
  const position = api.row.parameters.indexOf('dma-address');
  const operand = call.instr.arguments[position];
  const handle = call.values[position];
  if (api.row.does !== 'unmap' || handle === undefined || operand?.kind !== 'local') return;
  const local = path.frame.program.graph.locals[operand.local];
  const isUnset = handle.kind === 'symbol' && handle.info.kind === 'uninitialized';
  const isZero = handle.kind === 'const' && handle.value === 0 && local?.kind === 'variable';
  if (local === undefined || (!isUnset && !isZero)) return;
  const what = local.kind === 'variable' ? local.name : showTerm(handle);
  const { name } = api.row;
  worldOf(cx, path).raise({ id: 'UNMAP_NOT_MAPPED', at: api.at, heuristics: [], name, what, declaredAt: local.at });
}
