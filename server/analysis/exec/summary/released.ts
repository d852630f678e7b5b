// What a function that is not followed releases of what its caller has.
import type { Role } from '../../api/api-function.js';
import type { ReleaseCall } from '../../contract/calls.js';
import { type ContractEntry, isLive, withEach } from '../../contract/entry.js';
import { findByCpu, findByDma } from '../../contract/find-entry.js';
import { release } from '../../contract/release.js';
import type { Argument } from '../../contract/world.js';
import { decide } from '../../symbolic/solve.js';
import { write } from '../../symbolic/store.js';
import type { Term } from '../../symbolic/term.js';
import type { Call } from '../call.js';
import { callsTo, isInLoop } from '../call-api.js';
import { worldOf } from '../context.js';
import { type Path, record, pathWith } from '../path.js';
import { type Crossing, regionInCaller, termInCaller } from './in-caller.js';
import type { ReleasedThere } from './summary.js';

/** The release as if the caller made it itself, with what it has where the callee found it. */
export function releaseAtCall(crossing: Crossing, path: Path, call: Call, there: ReleasedThere): Path {
  const { cx } = crossing;
  const api = callInCaller(crossing, path, call, there.entry);
  if (api === undefined || (there.isAsked && !isSomething(crossing, api))) return path;
  const world = worldOf(cx, path);
  const meant = entryMeant(crossing, api);
  // The callee is known to end it, so whatever else it could have done to it is beside the point.
  const before =
    meant === undefined ? path.contract : withEach(path.contract, (entry) => (entry.id === meant.id ? meant : entry));
  const contract = release(world, before, api);
  const ended = contract.find((entry) => entry.state === 'released' && !path.contract.includes(entry));
  if (ended === undefined) return pathWith(path, { contract: path.contract });
  let { store } = path;
  for (const { region, value } of there.stays) {
    const place = regionInCaller(crossing, region);
    const held = termInCaller(crossing, value);
    if (place !== undefined && held !== undefined) store = write(cx.terms, store, place, held);
  }
  const released = pathWith(path, { contract, store });
  const { does, name } = api.row;
  return record(released, { kind: 'api', at: api.at, name, entry: ended, does, part: undefined });
}

/** Live at the call, and not anybody else's business by then. */
function entryMeant({ cx, path }: Crossing, { arguments: given }: ReleaseCall): ContractEntry | undefined {
  const world = worldOf(cx, path);
  for (const { role, term } of given) {
    const entry =
      role === 'dma-address'
        ? findByDma(world, path.contract, term)
        : isIdentity(role)
          ? findByCpu(world, path.contract, term)
          : undefined;
    if (entry !== undefined && isLive(entry) && !entry.escaped) return entry;
  }
  return undefined;
}

const isIdentity = (role: Role): boolean => role === 'cpu-address' || role === 'scatterlist' || role === 'sg-table';

/** The callee asks first: its caller has to know that there is something. */
function isSomething({ cx, path }: Crossing, { arguments: given }: ReleaseCall): boolean {
  const zero = cx.terms.number(0);
  return given.some(
    ({ role, term }) =>
      (isIdentity(role) || role === 'dma-address') &&
      decide(cx.terms, path.facts, cx.terms.binary('!=', term, zero)) === 'yes',
  );
}

/** `undefined` where the caller cannot name what is released, or the entry does not say everything the call did. */
function callInCaller(crossing: Crossing, path: Path, { instr }: Call, there: ContractEntry): ReleaseCall | undefined {
  const { at, callAt, name } = there.origin;
  const row = crossing.cx.apiByName(name);
  if (row === undefined || (row.does !== 'unmap' && row.does !== 'free')) return undefined;
  if (row.parameters.includes('attributes') || row.parameters.includes('page')) return undefined;
  const given: Argument[] = [];
  for (const role of row.parameters) {
    const term = termOf(there, role);
    const value = term === undefined ? undefined : termInCaller(crossing, term);
    if (value === undefined && (isIdentity(role) || role === 'dma-address')) return undefined;
    if (value !== undefined) given.push({ role, term: value, at });
  }
  return {
    row,
    key: `${crossing.site}${there.id}`,
    calls: [...callsTo(path.frame, instr.at), at],
    isInLoop: isInLoop(path.frame),
    loop: undefined,
    at,
    callAt,
    arguments: given,
  };
}

function termOf(entry: ContractEntry, role: Role): Term | undefined {
  switch (role) {
    case 'device':
    case 'pool':
      return entry.device;
    case 'cpu-address':
    case 'scatterlist':
      return entry.cpu;
    case 'sg-table':
      return entry.table;
    case 'dma-address':
      return entry.dma;
    case 'size':
    case 'entries':
      return entry.size;
    case 'direction':
      return entry.direction;
    default:
      return undefined;
  }
}
