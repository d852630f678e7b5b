import { forgetContext } from '../contract/calling-context.js';
import { type ContractEntry, isReference, isStreaming } from '../contract/entry.js';
import { mentions, mentionsCpu } from '../contract/mentions.js';
import { resultKey } from '../contract/symbol-keys.js';
import { isWithin, type Region, type RootRegion, rootOf } from '../symbolic/region.js';
import { entriesUnder, forgetUnder, isFilled } from '../symbolic/store.js';
import type { Term } from '../symbolic/term.js';
import type { DoneElsewhere, ExecContext } from './context.js';
import { noteArgument } from './field-notes.js';
import { accessMemory } from './memory.js';
import { familiesReleased } from './releases.js';
import { type Path, setLocal, siteKey, withMarked, pathWith } from './path.js';
import { mayRelease } from './may-release.js';
import { mayLieIn } from './same-place.js';
import type { Call } from './call.js';
import { exposedByCall, isOutOfReach } from './summary/reach.js';
import type { Keeper } from './summary/summary.js';
import { type ValueType, valueTypeOf } from './type-info.js';
import { functionNamed } from '../index/file-index.js';

/**
 * A call nothing is known of: what its arguments point to may have changed, what they are may be kept, and an entry
 * it could reach is no longer this path's business alone.
 *
 * A function of this file changes only fields it names. One outside the cone neither releases nor tests a mapping;
 * one of the cone that costs too much to follow may do both.
 */
export function callUnknown(cx: ExecContext, path: Path, call: Call, name: string | undefined): Path {
  const fields = name === undefined ? undefined : cx.touchedFields(name);
  const touchesDma = name !== undefined && mayRelease(cx, name);
  const exposed = touchesDma && fields !== undefined ? exposedByCall(cx, path, call, name) : undefined;
  const reach = exposed === undefined || name === undefined ? undefined : cx.reachOf(name);
  const isSpared = reach === undefined ? undefined : (entry: ContractEntry): boolean => isOutOfReach(reach, entry);
  let after = touchesDma ? letGoOfCleaned(cx, path, name, isSpared) : path;
  if (name !== undefined && cx.leavesSections(name)) after = pathWith(after, { context: forgetContext(after.context) });
  for (const value of call.values) {
    noteArgument(cx.fieldNotes, value, fields === undefined);
    if (!touchesDma) after = notePassed(after, call, value, name);
    if (fields === undefined) {
      if (name !== undefined) after = readCached(cx, after, call, value, name);
      const elsewhere = name === undefined || givesFunction(call) ? undefined : cx.doneElsewhere(name);
      const keeper = isKernels(cx, name) ? 'kernel' : 'driver';
      after = elsewhere === undefined ? expose(cx, after, value, keeper) : giveElsewhere(cx, after, value, elsewhere);
      continue;
    }
    // It may look at the object around what it is given.
    const whole = pointedRoot(cx, value)?.pointer ?? value;
    const given = isQuestion(cx, name) ? after : handOn(cx, after, value);
    after = forgetFields(cx, touchesDma ? letGo(cx, given, whole, 'driver', isSpared) : given, value, fields);
  }
  for (const { pointer, by } of exposed ?? []) after = letGo(cx, after, pointer, by);
  // One that would take too long to follow was explored before: callees come first.
  const returned = name === undefined ? undefined : cx.returnedBy(name);
  return withResult(cx, after, call, name ?? 'call', returned);
}

/** A clean-up of this file finds what it releases by ways of its own: the `remove` that a failed probe calls. */
function letGoOfCleaned(cx: ExecContext, path: Path, name: string, isSpared?: (entry: ContractEntry) => boolean): Path {
  const program = cx.programs.get(name);
  if (program === undefined || path.contract.length === 0) return path;
  const isCleaned = (entry: ContractEntry): boolean =>
    !entry.escaped &&
    (entry.handedOn === true || entry.heldIn.length > 0) &&
    isSpared?.(entry) !== true &&
    familiesReleased(cx, program).has(entry.family);
  return withMarked(path, isCleaned, { escaped: true });
}

/**
 * `queue_desc(wq, skb, dma)`: a helper outside the cone, often an inline one of a header, gets a DMA address, by itself
 * or in a struct of the caller. It releases nothing, but what it was given is in the ring afterwards.
 */
function handOn(cx: ExecContext, path: Path, value: Term): Path {
  const region = pointedRoot(cx, value)?.rootKind === 'stack' ? cx.terms.pointee(value) : undefined;
  const isGiven = (entry: ContractEntry): boolean =>
    isStreaming(entry) &&
    entry.handedOn !== true &&
    (mentions(value, entry) ||
      (region !== undefined && entry.heldIn.some((holder) => isWithin(holder, region) !== 'no')));
  return withMarked(path, isGiven, { handedOn: true });
}

/** A function whose answer nobody looks at tests nothing for this path; one that answers may. */
function notePassed(path: Path, { instr }: Call, value: Term, name: string | undefined): Path {
  if (instr.target !== undefined) {
    return withMarked(path, (entry) => entry.passed !== undefined && mentions(value, entry), { passed: undefined });
  }
  const passed = { at: instr.calleeAt, to: name ?? 'a function' };
  const isPassed = (entry: ContractEntry): boolean =>
    entry.state === 'unchecked' &&
    !entry.escaped &&
    (entry.family === 'single' || entry.family === 'resource') &&
    entry.tests.length === 0 &&
    mentions(value, entry);
  return withMarked(path, isPassed, { passed });
}

/** `crosses_4g(dma, len)` answers and keeps nothing. */
function isQuestion(cx: ExecContext, name: string | undefined): boolean {
  const returns = name === undefined ? undefined : functionNamed(cx.index, name)?.returns;
  return returns !== undefined && valueTypeOf(returns, cx.index).bits === 1;
}

/** Another file's function that is given the memory itself, after the device wrote to it, looks at what is there. */
function readCached(cx: ExecContext, path: Path, { instr }: Call, value: Term, name: string): Path {
  if (!path.contract.some((entry) => entry.family === 'noncoherent' && entry.cpu === value)) return path;
  return accessMemory(cx, path, { kind: 'read', region: cx.terms.pointee(value), at: instr.calleeAt, by: name });
}

/** A function of this file changes no other fields than those it, or what it calls here, names. */
function forgetFields(cx: ExecContext, path: Path, value: Term, fields: ReadonlySet<string>): Path {
  const root = pointedRoot(cx, value);
  if (root === undefined) return path;
  const object = cx.terms.pointee(value);
  let { store } = path;
  if (value.kind !== 'pointer' || object.kind !== 'root' || root.rootKind !== 'stack') {
    // A field that no path has named holds nothing to forget, unless the whole object was filled.
    const isOpen = root.rootKind === 'pointee' && cx.memory.get(root)?.zeroed !== true && !isFilled(path.store, object);
    for (const name of fields) {
      const field = isOpen ? cx.terms.knownField(object, name) : cx.terms.field(object, name);
      if (field !== undefined) store = forgetUnder(store, field);
    }
    for (const [region] of entriesUnder(path.store, object)) {
      if (region.kind === 'field' && fields.has(region.name)) store = forgetUnder(store, region);
    }
  } else {
    store = forgetUnder(store, object);
  }
  return pathWith(path, { store, kept: withForgotten(cx, path, object, store) });
}

/** What it is given to call may do anything. */
const givesFunction = ({ values }: Call): boolean => values.some(({ kind }) => kind === 'function');

/** A function of another file whose text is known keeps what it is given, and changes no other fields than it names. */
function giveElsewhere(cx: ExecContext, path: Path, value: Term, { fields, mayRelease }: DoneElsewhere): Path {
  const root = pointedRoot(cx, value);
  if (root !== undefined) cx.exposed.driver.add(root);
  const isReached = reachedThrough(cx, path, value, 'driver');
  const isLost = (entry: ContractEntry): boolean => (mayRelease || isReference(entry)) && isReached(entry);
  const isHanded = (entry: ContractEntry): boolean => entry.handedOn !== true && isReached(entry);
  const given = withMarked(withMarked(path, isLost, { escaped: true }), isHanded, { handedOn: true });
  const kept = root === undefined || path.kept.has(root) ? path.kept : new Set([...path.kept, root]);
  return forgetFields(cx, pathWith(given, { kept }), value, fields);
}

/** What no header of the driver names is the kernel's; a tracepoint of the driver looks and keeps nothing. */
const isKernels = (cx: ExecContext, name: string | undefined): boolean =>
  name !== undefined && (name.startsWith('trace_') || !cx.index.isNamedInHeader(name));

/**
 * What an unknown function can reach through a value is not this path's business alone any more. `isSpared`: what the
 * function is known to get at by the value itself alone.
 */
export function letGo(
  cx: ExecContext,
  path: Path,
  value: Term,
  by: Keeper,
  isSpared?: (entry: ContractEntry) => boolean,
): Path {
  const root = pointedRoot(cx, value);
  if (root !== undefined && isSpared === undefined) cx.exposed[by].add(root);
  if (path.contract.length === 0) return path;
  return withMarked(path, reachedThrough(cx, path, value, by, isSpared), { escaped: true });
}

/** The entries that a function can get at through a value, of those that are nobody else's yet. */
function reachedThrough(
  cx: ExecContext,
  path: Path,
  value: Term,
  by: Keeper,
  isSpared?: (entry: ContractEntry) => boolean,
): (entry: ContractEntry) => boolean {
  const root = pointedRoot(cx, value);
  const region = root === undefined ? undefined : cx.terms.pointee(value);
  const behind = region === undefined ? new Set<RootRegion>() : rootsBehind(cx, path, region);
  const isHeldBehind = ({ heldIn }: ContractEntry): boolean =>
    heldIn.some((holder) => behind.has(rootOf(holder)) || (region !== undefined && mayLieIn(cx, holder, region)));
  return (entry) =>
    !entry.escaped &&
    ((mentions(value, entry) && !isFreedByPointer(entry)) ||
      mentionsCpu(value, entry) ||
      isPartOf(cx, value, entry) ||
      (isHeldBehind(entry) && isSpared?.(entry) !== true && !(by === 'kernel' && cx.isLeftAlone(entry))));
}

/**
 * The address that the device uses does not lead to memory that is freed by the pointer to it. Where nobody keeps the
 * pointer, a firmware that is told the address has it for good.
 */
const isFreedByPointer = ({ family, heldIn }: ContractEntry): boolean =>
  (family === 'coherent' || family === 'noncoherent') && heldIn.some((held) => rootOf(held).rootKind !== 'stack');

/** `buf->file`, which `fd_install()` and `fput()` take: what leads to the object a reference is to stands for it. */
function isPartOf(cx: ExecContext, value: Term, entry: ContractEntry): boolean {
  const place = isReference(entry) ? cx.readFrom.get(value) : undefined;
  return place !== undefined && entry.buffer !== undefined && isWithin(place, entry.buffer) === 'yes';
}

/** The objects that the pointers in a region lead to, and those in them: `ap->private_data` for one that is given `ap`. */
function rootsBehind(cx: ExecContext, { store }: Path, from: Region): ReadonlySet<RootRegion> {
  const found = new Set<RootRegion>();
  const waiting = [from];
  for (let region = waiting.pop(); region !== undefined; region = waiting.pop()) {
    for (const [, value] of entriesUnder(store, region)) {
      const root = pointedRoot(cx, value);
      if (root === undefined || root.rootKind === 'stack' || root === rootOf(from) || found.has(root)) continue;
      found.add(root);
      waiting.push(root);
    }
  }
  return found;
}

/** Lets others reach a value: a keeper may also hold on to it, release or test what it leads to. */
export function expose(cx: ExecContext, path: Path, value: Term, keeper: Keeper | undefined): Path {
  const root = pointedRoot(cx, value);
  const region = root === undefined ? undefined : cx.terms.pointee(value);
  const { contract } = keeper === undefined ? path : letGo(cx, path, value, keeper);
  if (root === undefined) return contract === path.contract ? path : pathWith(path, { contract });
  // Given `&priv->lock`, a function changes the lock, not the driver's other fields.
  const store = region === undefined ? path.store : forgetUnder(path.store, region);
  const kept = region === undefined ? path.kept : withForgotten(cx, path, region, store);
  const isNew = keeper !== undefined && !kept.has(root);
  return pathWith(path, { contract, kept: isNew ? new Set([...kept, root]) : kept, store });
}

/** The object a pointer value leads into, if it is one. */
export function pointedRoot(cx: ExecContext, value: Term): RootRegion | undefined {
  if (value.kind === 'pointer') return rootOf(value.region);
  if (value.kind === 'symbol' && value.info.isPointer) return rootOf(cx.terms.pointee(value));
  if (value.kind === 'apply' && value.info?.isPointer === true) return rootOf(cx.terms.pointee(value));
  return undefined;
}

/** Gives the call's target a value of its own. */
export function withResult(
  cx: ExecContext,
  path: Path,
  call: Call,
  name: string,
  range: Partial<ResultRange> = {},
): Path {
  const { target } = call.instr;
  if (target === undefined) return path;
  return setLocal(path, target, resultSymbol(cx, path, call, name, range));
}

export interface ResultRange {
  readonly minimum: number;
  readonly maximum: number;
  readonly kind: string;
  readonly isPointer: boolean;
  readonly signed: boolean;
}

export function resultSymbol(cx: ExecContext, path: Path, call: Call, name: string, range: Partial<ResultRange>): Term {
  const type = resultType(cx, path, call, name);
  const shown = targetName(path, call) ?? `${name}()`;
  return cx.terms.symbol(resultKey(siteKey(path, call.instr.at)), { ...type, name: shown, ...range });
}

/** The variable a result goes to is what the user knows it by. */
function targetName(path: Path, call: Call): string | undefined {
  const { target } = call.instr;
  const local = target === undefined ? undefined : path.frame.program.graph.locals[target];
  return local?.kind === 'variable' ? local.name : undefined;
}

function resultType(cx: ExecContext, path: Path, call: Call, name: string): ValueType {
  const declared = functionNamed(cx.index, name)?.returns;
  const target = call.instr.target === undefined ? undefined : path.frame.program.graph.locals[call.instr.target];
  const type = declared ?? target?.type;
  return type === undefined ? { bits: 64, signed: true, isPointer: false } : valueTypeOf(type, cx.index);
}

/** Memory of this function whose only known pointer is forgotten is where it was put all the same. */
function withForgotten(cx: ExecContext, path: Path, object: Region, store: Path['store']): Path['kept'] {
  if (rootOf(object).rootKind === 'stack' || store === path.store) return path.kept;
  const left = new Set([...entriesUnder(store, object)].map(([region]) => region));
  const lost = [...entriesUnder(path.store, object)].flatMap(([region, value]) => {
    const root = left.has(region) ? undefined : pointedRoot(cx, value);
    return root !== undefined && cx.memory.has(root) && !path.kept.has(root) ? [root] : [];
  });
  return lost.length === 0 ? path.kept : new Set([...path.kept, ...lost]);
}
