import type { Role } from '../api/api-function.js';
import { release, type ReleaseCall } from '../contract/release.js';
import { sync, type SyncCall } from '../contract/sync.js';
import { type ApiCall, argumentOf } from '../contract/world.js';
import type { Contract } from '../contract/entry.js';
import { type ExecContext, worldOf } from './context.js';
import { checkUninitialized } from './check-uninitialized.js';
import { withResult } from './call-unknown.js';
import { letGoOfForgotten } from './forgotten-place.js';
import { type ApiStep, type Path, record, setLocal } from './path.js';
import type { Call } from './call.js';
import { mappingError } from './values.js';

const identities: ReadonlySet<Role> = new Set(['cpu-address', 'dma-address', 'page', 'scatterlist', 'sg-table']);

export function stepRelease(cx: ExecContext, path: Path, call: Call, api: ReleaseCall): Path {
  checkUninitialized(cx, path, call, api);
  const named = api.arguments.filter(({ role }) => identities.has(role));
  const known = named.reduce((at, { term }) => letGoOfForgotten(cx, at, term), path);
  const contract = release(worldOf(cx, path), known.contract, api);
  return changed(cx, withResult(cx, path, call, api.row.name), contract, api, api.row.does);
}

export function stepSync(cx: ExecContext, path: Path, call: Call, api: SyncCall): Path {
  const contract = sync(worldOf(cx, path), path.contract, api);
  return changed(cx, withResult(cx, path, call, api.row.name), contract, api, api.row.does);
}

/** `dma_mapping_error(dev, h)` is a predicate over the handle: kept in a variable it still knows what it asked. */
export function stepCheck(cx: ExecContext, path: Path, call: Call, api: ApiCall): Path {
  const handle = argumentOf(api, 'dma-address')?.term;
  const { target } = call.instr;
  if (target === undefined || handle === undefined) return path;
  return setLocal(path, target, mappingError(cx, handle));
}

function changed(cx: ExecContext, path: Path, contract: Contract, api: ApiCall, does: ApiStep): Path {
  const entry = contract.find((it) => !path.contract.includes(it));
  if (entry === undefined) return { ...path, contract };
  const recorded = record({ ...path, contract }, { kind: 'api', at: api.at, name: api.row.name, entry, does });
  cx.observer.site(api.at, entry, recorded);
  return recorded;
}
