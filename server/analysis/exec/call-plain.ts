import { useUnchecked } from '../contract/check-tested.js';
import { isLive, withEach } from '../contract/entry.js';
import { findByCpu, findByDma } from '../contract/find-entry.js';
import { checkUserMapping } from '../contract/check-attributes.js';
import { checkZeroing } from '../contract/check-zeroing.js';
import { checkListChange } from '../contract/check-freed.js';
import { checkLent } from '../contract/check-buffer.js';
import { mentions, mentionsCpu } from '../contract/mentions.js';
import { startDevice } from '../contract/start-device.js';
import { type Argument, argumentOf } from '../contract/world.js';
import { assume } from '../symbolic/constraints.js';
import { range } from '../symbolic/solve.js';
import type { Term } from '../symbolic/term.js';
import { entriesUnder, epochOf, forgetUnder } from '../symbolic/store.js';
import { dropReferences, takeReference } from './call-reference.js';
import { expose, letGo, pointedRoot } from './call-unknown.js';
import { type ExecContext, worldOf } from './context.js';
import { withDriverData } from './driver-data.js';
import { listMemory } from './listed.js';
import { accessMemory, storeValue } from './memory.js';
import { noteDmaSink } from './physical.js';
import { type PlainCall, resultOf } from './plain-result.js';
import { type Path, record, setLocal, pathWith, frameWith } from './path.js';
import { type Call, type CallOutcome, returned } from './call.js';

/** Any other function of the table: first what it does to its arguments, then what it gives back. */
export function stepPlain(cx: ExecContext, path: Path, call: Call, api: PlainCall): CallOutcome {
  const { row } = api;
  if (row.effect === 'never-returns') return { kind: 'never-returns' };
  if (row.fillsWith !== undefined) noteZeroing(cx, path, api);
  const dropped = dropReferences(cx, listMemory(cx, path, api), api);
  const used = api.arguments.reduce((at, argument) => useArgument(cx, at, api, argument), dropped);
  checkUserMapping(worldOf(cx, used), used.contract, api);
  if (row.rebuilds !== undefined) checkListChange(worldOf(cx, used), used.contract, api, row.rebuilds);
  const filled = withDriverData(cx, storeFields(cx, unlinked(cx, used, api), api), api);
  const after = row.effect === 'hand-over' ? startWith(cx, filled, api) : findableByPhysical(cx, filled, api);
  if (row.effect === 'asserts-zero') return assertZero(cx, after, api);
  const { target } = call.instr;
  const assigned = assignOut(row.effect === 'stores' ? storeFirst(cx, after, api) : after, call, api);
  if (target === undefined)
    return returned(notePlayed(cx, takeReference(cx, assigned, api, undefined), api, undefined));
  const result = resultOf(cx, after, call, api);
  const isNeverNull = row.returns === 'pointer' || row.returns === 'pointer-or-error';
  const facts = isNeverNull ? assume(cx.terms, assigned.facts, result, true) : undefined;
  noteHeld(cx, api, result);
  const noted = notePlayed(cx, takeReference(cx, assigned, api, result), api, result);
  return returned(setLocal(pathWith(noted, { facts: facts ?? noted.facts }), target, result));
}

function noteZeroing(cx: ExecContext, path: Path, api: PlainCall): void {
  const world = worldOf(cx, path);
  const [first] = api.arguments;
  const root = first === undefined ? undefined : pointedRoot(cx, first.term);
  if (root === undefined || root.rootKind === 'stack') return;
  const isNeedless = isUntouched(path, cx, api) && checkZeroing(world, path.contract, api);
  if (!isNeedless) world.raise({ id: 'ZEROING_NEEDED', at: api.at, heuristics: [] });
}

/** Nothing is known to be in the memory behind the first argument, and no function it was given away to. */
function isUntouched(path: Path, cx: ExecContext, api: PlainCall): boolean {
  const [first] = api.arguments;
  const root = first === undefined ? undefined : pointedRoot(cx, first.term);
  return root !== undefined && epochOf(path.store, root) === 0 && entriesUnder(path.store, root).length === 0;
}

function notePlayed(cx: ExecContext, path: Path, api: PlainCall, result: Term | undefined): Path {
  const { name, plays } = api.row;
  if (plays === undefined) return path;
  const world = worldOf(cx, path);
  const about = argumentOf(api, 'cpu-address', 'sg-table')?.term;
  const entry =
    findByCpu(world, path.contract, about) ?? findByDma(world, path.contract, argumentOf(api, 'dma-address')?.term);
  return record(path, { kind: 'use', at: api.at, name, plays, arguments: api.arguments, result, entry });
}

/** Drivers keep the physical address, for firmware or a hypervisor, and find the memory again by it. */
function findableByPhysical(cx: ExecContext, path: Path, api: PlainCall): Path {
  const [first] = api.arguments;
  if (api.row.effect !== 'to-physical' || first === undefined) return path;
  // What is mapped later is found by it too.
  return share(cx, letGo(cx, path, first.term, 'kernel'), first.term);
}

/** An object that a list led to is taken off it: what leads there now is another one. */
function unlinked(cx: ExecContext, path: Path, api: PlainCall): Path {
  const [node] = api.arguments;
  if (api.row.unlinks !== true || node === undefined) return path;
  const object = pointedRoot(cx, node.term)?.pointer;
  const pointer = object === undefined ? undefined : cx.memberOf.get(object);
  const link = pointer === undefined ? undefined : cx.readFrom.get(pointer);
  return link === undefined ? path : pathWith(path, { store: forgetUnder(path.store, link) });
}

/** What a function puts into its first argument is found there again. */
function storeFields(cx: ExecContext, path: Path, api: PlainCall): Path {
  const object = api.arguments[0]?.term;
  if (api.row.stores === undefined || object === undefined) return path;
  // Of an object whose type no file shows, `buffer->pages[i]`, there is no place to find it in again.
  const isKnown = pointedRoot(cx, object) !== undefined;
  let after = path;
  for (const [name, position] of Object.entries(api.row.stores)) {
    const value = api.arguments[position]?.term;
    if (value === undefined) continue;
    if (!isKnown) after = letGo(cx, after, value, 'kernel');
    else after = storeValue(cx, after, cx.terms.field(cx.terms.pointee(object), name), value, api.at);
  }
  return after;
}

/** What a function puts for good into the object it returns. Other arguments on another path leave the field unknown. */
function noteHeld(cx: ExecContext, api: PlainCall, result: Term): void {
  for (const [name, position] of Object.entries(api.row.resultHolds ?? {})) {
    const place = cx.terms.field(cx.terms.pointee(result), name);
    const value = api.arguments[position]?.term;
    cx.madeWith.set(place, !cx.madeWith.has(place) || cx.madeWith.get(place) === value ? value : undefined);
  }
}

function useArgument(cx: ExecContext, path: Path, api: PlainCall, argument: Argument): Path {
  switch (argument.role) {
    case 'cpu-read':
    case 'cpu-write':
      return accessBehind(cx, path, api, argument);
    case 'dma-buffer':
      checkLent(worldOf(cx, path), api, argument);
      return expose(cx, path, argument.term, undefined);
    case 'changed':
    case 'result-out':
      return expose(cx, path, argument.term, undefined);
    case 'status':
      return pathWith(path, { told: range(cx.terms, path.facts, argument.term).maximum < 0 ? 'failure' : 'result' });
    case 'shared':
      return share(cx, path, argument.term);
    case 'kept':
      // The owner of a request that is completed knows nothing of what was mapped for it.
      return api.row.parameters.includes('status') ? share(cx, path, argument.term) : keep(cx, path, argument.term);
    case 'scatterlist':
    case 'sg-table':
      // The count and the list of a table are what this call makes them.
      return handOutList(cx, isBuilt(api, argument) ? builtTable(cx, path, api, argument.term) : path, api, argument);
    default:
      return path;
  }
}

function accessBehind(cx: ExecContext, path: Path, api: PlainCall, argument: Argument): Path {
  if (pointedRoot(cx, argument.term) === undefined) return path;
  const region = cx.terms.pointee(argument.term);
  const kind = argument.role === 'cpu-write' ? 'write' : 'read';
  const accessed = accessMemory(cx, path, { kind, region, at: argument.at, by: api.row.name });
  return kind === 'write' ? { ...accessed, store: forgetUnder(accessed.store, region) } : accessed;
}

/** A list or a tree is given its link, and leads others to the whole object around it. */
function keep(cx: ExecContext, path: Path, value: Term): Path {
  const root = pointedRoot(cx, value);
  const exposed = expose(cx, path, value, 'kernel');
  return root?.pointer === undefined || root.rootKind === 'stack'
    ? exposed
    : letGo(cx, exposed, root.pointer, 'kernel');
}

/** Others can find the object from now on; what it holds is still this path's to release. */
function share(cx: ExecContext, path: Path, value: Term): Path {
  const root = pointedRoot(cx, value);
  return root === undefined || path.kept.has(root) ? path : pathWith(path, { kept: new Set([...path.kept, root]) });
}

const isBuilt = ({ row }: PlainCall, { role }: Argument): boolean => role === 'sg-table' && row.rebuilds === 'built';

function builtTable(cx: ExecContext, path: Path, api: PlainCall, table: Term): Path {
  if (pointedRoot(cx, table) === undefined) return path;
  const inside = cx.terms.pointee(table);
  const named = { bits: 32, signed: false } as const;
  const list = cx.terms.symbol(`sgl:${api.key}`, { ...named, name: 'sgl', isPointer: true });
  const count = cx.terms.symbol(`orig_nents:${api.key}`, { ...named, name: 'orig_nents', isPointer: false });
  const listed = storeValue(cx, path, cx.terms.field(inside, 'sgl'), list, api.at);
  return storeValue(cx, listed, cx.terms.field(inside, 'orig_nents'), count, api.at);
}

/** A scatterlist given to an engine or read for its addresses: its mapping must have been tested by now. */
function handOutList(cx: ExecContext, path: Path, api: PlainCall, argument: Argument): Path {
  if (!readsAddresses(api.row.name)) return path;
  const world = worldOf(cx, path);
  const contract = withEach(path.contract, (entry) => {
    if (entry.family !== 'sg' || !isLive(entry) || !mentionsCpu(argument.term, entry)) return entry;
    const used = useUnchecked(world, entry, { at: api.at, how: 'given-to-device', to: api.row.name });
    return { ...used, published: used.published ?? api.at };
  });
  return pathWith(path, { contract });
}

// Linux include/linux/dmaengine.h and scatterlist.h (6.12): the functions that hand the mapped segments out.
const readsAddresses = (name: string): boolean => name.startsWith('dmaengine_prep_') || name === 'sg_dma_address';

function startWith(cx: ExecContext, path: Path, api: PlainCall): Path {
  const values = api.arguments.map((argument) => argument.term);
  noteDmaSink(cx, path, values, api.row.name);
  const contract = startDevice(worldOf(cx, path), path.contract, {
    at: api.at,
    name: api.row.name,
    calls: api.calls,
    values,
  });
  const entries = contract.filter((entry, position) => {
    if (!isLive(entry) || entry.startedAt !== api.at) return false;
    return path.contract[position]?.startedAt === undefined || values.some((value) => mentions(value, entry));
  });
  const after = pathWith(path, { contract });
  return entries.length === 0 ? after : record(after, { kind: 'start', at: api.at, name: api.row.name, entries });
}

function storeFirst(cx: ExecContext, path: Path, api: PlainCall): Path {
  const [value, pointer] = api.arguments;
  if (value === undefined || pointer === undefined || pointedRoot(cx, pointer.term) === undefined) return path;
  return storeValue(cx, path, cx.terms.pointee(pointer.term), value.term, api.at);
}

function assertZero(cx: ExecContext, path: Path, api: PlainCall): CallOutcome {
  const [first] = api.arguments;
  const facts = first === undefined ? path.facts : assume(cx.terms, path.facts, first.term, false);
  return facts === undefined ? { kind: 'never-returns' } : returned(pathWith(path, { facts }));
}

/** `flags` of `spin_lock_irqsave(&l, flags)`: the macro assigns to its argument. */
function assignOut(path: Path, call: Call, api: PlainCall): Path {
  let after = path;
  for (const [position, argument] of api.arguments.entries()) {
    const operand = call.instr.arguments[position];
    if (argument.role !== 'assigned' || operand?.kind !== 'local') continue;
    after = pathWith(after, { frame: frameWith(after.frame, { locals: after.frame.locals.delete(operand.local) }) });
  }
  return after;
}
