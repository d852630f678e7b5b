import { argumentOf } from '../contract/world.js';
import type { ReleaseCall } from '../contract/release.js';
import { showTerm } from '../symbolic/term.js';
import { type ExecContext, worldOf } from './context.js';
import type { Path } from './path.js';

/** A release of a local that still has the value it was declared with: never mapped on this path. */
export function checkUninitialized(cx: ExecContext, path: Path, call: ReleaseCall): void {
  const handle = argumentOf(call, 'dma-address')?.term;
  if (call.row.does !== 'unmap' || handle?.kind !== 'symbol' || handle.info.kind !== 'uninitialized') return;
  const { locals } = path.frame.program.graph;
  const declaredAt = locals.find((local) => local.name === handle.info.name)?.at;
  worldOf(cx, path).raise({
    id: 'UNMAP_NOT_MAPPED',
    at: call.at,
    heuristics: [],
    name: call.row.name,
    what: showTerm(handle),
    declaredAt,
  });
}
