import { identities } from '../api/api-function.js';
import { checkUnmappedLate } from '../contract/check-freed.js';
import { passOverOthers } from '../contract/check-unwind.js';
import { checkZero } from '../contract/error-test.js';
import type { ReleaseCall, SyncCall } from '../contract/calls.js';
import { release } from '../contract/release.js';
import { sync } from '../contract/sync.js';
import { type ApiCall, type Argument, argumentOf } from '../contract/world.js';
import { type Contract, type ContractEntry, type EntryId, isLive, withEach } from '../contract/entry.js';
import { findByDma } from '../contract/find-entry.js';
import { mentions } from '../contract/mentions.js';
import { type Region, rootOf } from '../symbolic/region.js';
import { type ExecContext, worldOf } from './context.js';
import { checkUninitialized } from './check-uninitialized.js';
import { withResult } from './call-unknown.js';
import { noteUse } from './field-notes.js';
import { letGoOfForgotten } from './forgotten-place.js';
import { type ApiStep, type Path, record, setLocal, pathWith } from './path.js';
import type { Call } from './call.js';
import { mappingError } from './values.js';

export function stepRelease(cx: ExecContext, path: Path, call: Call, api: ReleaseCall): Path {
  checkUninitialized(cx, path, call, api);
  const named = api.arguments.filter(({ role }) => identities.has(role));
  const passed = pathWith(path, { contract: passOverOthers(worldOf(cx, path), path.contract, api) });
  const known = named.reduce((at, { term }) => letGoOfForgotten(cx, at, term), passed);
  checkUnmappedLate(worldOf(cx, path), api, path.freed);
  const before = known.contract;
  const after = release(worldOf(cx, path), before, api);
  const ended = before.find(
    (entry) => entry.state !== 'released' && after.find((it) => it.id === entry.id)?.state === 'released',
  );
  noteUse(cx.fieldNotes, path, api, ended);
  const contract = ended !== undefined ? after : letGoOfMeant(cx, after, { api, named });
  return changed(cx, withResult(cx, path, call, api.row.name), contract, { api, does: api.row.does, meant: ended?.id });
}

/**
 * Flags in its low bits masked off, or read back from a narrower field; or, where a chain of blocks is walked by the
 * links in them, none of the addresses the path knows: which one it means is told, not whether.
 */
function letGoOfMeant(
  cx: ExecContext,
  contract: Contract,
  { api, named }: { readonly api: ReleaseCall; readonly named: readonly Argument[] },
): Contract {
  const isLinked = (region: Region): boolean => cx.memory.get(rootOf(region))?.kind === 'coherent';
  const isMeant = (entry: ContractEntry): boolean =>
    entry.madeHere &&
    !entry.escaped &&
    isLive(entry) &&
    (named.some(({ term }) => mentions(term, entry)) ||
      (api.row.family === 'pool' && entry.family === 'pool' && entry.heldIn.some(isLinked)));
  return withEach(contract, (entry) => (isMeant(entry) ? { ...entry, escaped: true } : entry));
}

export function stepSync(cx: ExecContext, path: Path, call: Call, api: SyncCall): Path {
  noteUse(cx.fieldNotes, path, api, findByDma(worldOf(cx, path), path.contract, argumentOf(api, 'dma-address')?.term));
  const contract = sync(worldOf(cx, path), path.contract, api);
  return changed(cx, withResult(cx, path, call, api.row.name), contract, { api, does: api.row.does });
}

/** `dma_mapping_error(dev, h)` is a predicate over the handle: kept in a variable it still knows what it asked. */
export function stepCheck(cx: ExecContext, path: Path, call: Call, api: ApiCall): Path {
  const handle = argumentOf(api, 'dma-address')?.term;
  checkZero(worldOf(cx, path), path.contract, api);
  const { target } = call.instr;
  if (target === undefined || handle === undefined) return path;
  return setLocal(path, target, mappingError(cx, handle));
}

interface Change {
  readonly api: ApiCall;
  readonly does: ApiStep;
  /** What the call is about, where it changes what is known of others too: those that a loop passes over. */
  readonly meant?: EntryId | undefined;
}

function changed(cx: ExecContext, path: Path, contract: Contract, { api, does, meant }: Change): Path {
  const changes = contract.filter((it) => !path.contract.includes(it));
  const entry = changes.find((it) => it.id === meant) ?? changes[0];
  if (entry === undefined) return pathWith(path, { contract });
  const part =
    does === 'sync-for-cpu' || does === 'sync-for-device'
      ? { offset: argumentOf(api, 'offset')?.term, size: argumentOf(api, 'size')?.term }
      : undefined;
  const recorded = record(pathWith(path, { contract }), {
    kind: 'api',
    at: api.at,
    name: api.row.name,
    entry,
    does,
    part,
  });
  cx.observer.site(api.at, entry, recorded);
  return recorded;
}
