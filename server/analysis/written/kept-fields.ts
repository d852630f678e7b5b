import type { CallInstr, Instr, Operand } from '../graph/instr.js';
import { resolveType } from '../index/named-types.js';
import { successors } from '../graph/loops.js';
import { fieldIdOf } from './fields.js';
import type { WrittenFile } from './file.js';
import { callsOf, type Flow, type Position, type Source, sitesOf } from './flow.js';
import { isGiven, mayChange } from './given-addresses.js';
import { testsOf, type ValueTest } from './tests.js';
import { reaches } from './ways.js';

/**
 * Whether a function may put something else into a field after a position, or lets go of what has the field: by itself, or
 * in what it calls.
 */
export function isReplaced(file: WrittenFile, flow: Flow, from: Position, field: string): boolean {
  return sitesOf(flow.graph).some(
    ({ instr, position }) => reaches(flow.graph, from, position) && replaces(file, flow, instr, position, field),
  );
}

/** The same of one instruction. */
export function replaces(file: WrittenFile, flow: Flow, instr: Instr, position: Position, field: string): boolean {
  const name = field.split('.').at(-1) ?? field;
  const owner = field.slice(0, -name.length - 1);
  if (isGiven(name) && mayChange(file, flow, instr, owner)) return true;
  if (instr.kind === 'call') return mayReplace(file, flow, instr, position, { name, owner });
  if (instr.kind !== 'store' && instr.kind !== 'zero' && instr.kind !== 'copy') return false;
  const place = instr.kind === 'copy' ? instr.to : instr.place;
  return fieldIdOf(place, file.index) === field || (instr.kind !== 'store' && tagOf(file, place.type) === owner);
}

function mayReplace(file: WrittenFile, flow: Flow, instr: CallInstr, position: Position, owned: Owned): boolean {
  if (instr.callee.kind === 'pointer') return false;
  const { name: callee } = instr.callee;
  const known = file.index.functions.get(callee) ?? file.index.externals.get(callee);
  if (known === undefined) {
    return letsGo(file, callee) && instr.arguments.some((it) => isOwner(file, flow, it, position, owned.owner));
  }
  return known.changedFields.has(owned.name) || letsGoIn(file, callee, owned);
}

function letsGoIn(file: WrittenFile, name: string, { owner }: Owned): boolean {
  const flow = file.functions.find(({ graph }) => graph.name === name);
  if (flow === undefined) return false;
  return callsOf(flow.graph).some(
    (it) => letsGo(file, it.name) && it.instr.arguments.some((of) => isOwner(file, flow, of, it.position, owner)),
  );
}

/** A field, and the struct it is declared in. */
interface Owned {
  readonly name: string;
  readonly owner: string;
}

/** Whether a call frees the object that has the field, or makes it new. */
const letsGo = (file: WrittenFile, name: string): boolean =>
  file.apiByName(name)?.does === 'put-memory' || renewing.test(name);

// Linux linux/netdevice.h, string.h, device.h, kref.h, slab.h and net/mac80211.h (6.12): objects with more than memory to them.
const renewing = /^(?:free_netdev|memset|put_device|kref_put|kvfree_rcu|ieee80211_free_hw)$/;

/** Whether an argument may be the object with the field. What is read from a field by a pointer of another type is not. */
function isOwner(file: WrittenFile, flow: Flow, argument: Operand, position: Position, owner: string): boolean {
  const type = argument.kind === 'local' ? flow.localOf(argument.local)?.type : undefined;
  const resolved = type === undefined ? undefined : resolveType(type, file.index);
  if (resolved?.kind !== 'pointer') return argument.kind === 'local';
  const tag = tagOf(file, resolved.to);
  if (tag === owner) return true;
  return tag === undefined && flow.sourcesOf(argument, position, 'copies').some((it) => it.kind !== 'load');
}

function tagOf(file: WrittenFile, type: Parameters<typeof resolveType>[0]): string | undefined {
  const resolved = resolveType(type, file.index);
  return resolved.kind === 'struct' || resolved.kind === 'union' ? resolved.tag : undefined;
}

/** A field, and the way to it from what a function has. */
export interface KeptField {
  readonly field: string;
  readonly key: string;
}

/**
 * Whether anything decides on the way from one position whether the other is met that has to do with whether there is
 * something to release: anything but the field itself, what was given, the objects on the way to the field, and calls that
 * failed in between.
 */
export function isAskedOtherwise(
  file: WrittenFile,
  flow: Flow,
  from: Position,
  to: Position,
  kept: KeptField,
): boolean {
  const { graph } = flow;
  const leads = (block: Position['block']): boolean => block === to.block || reaches(graph, { block, index: -1 }, to);
  const tests = testsOf(flow);
  for (const { id, end } of graph.blocks) {
    if (id !== from.block && !reaches(graph, from, { block: id, index: 0 })) continue;
    const ways = successors(end);
    if (ways.length < 2 || !ways.some(leads) || ways.every(leads)) continue;
    const asked = tests.filter(({ position, value }) => position.block === id && value.kind === 'local');
    const isMeant = (test: ValueTest): boolean =>
      isOfField(file, flow, test, kept) || isOfObject(flow, test, kept) || isOfFailure(file, flow, test, from);
    if (asked.length === 0 || !asked.every(isMeant)) return true;
  }
  return false;
}

function isOfField(file: WrittenFile, flow: Flow, { value, position }: ValueTest, { field }: KeptField): boolean {
  const isIt = (it: Source): boolean => {
    if (it.kind === 'parameter') return true;
    if (it.kind === 'load') return fieldIdOf(it.place, file.index) === field;
    const row = it.kind === 'call' ? file.apiByName(it.name) : undefined;
    const [asked] = it.kind === 'call' ? it.instr.arguments : [];
    // `IS_ERR_OR_NULL(host->channel)`
    if (it.kind !== 'call' || row?.does !== 'plain' || !row.effect.startsWith('tests-error') || asked === undefined)
      return false;
    const sources = flow.sourcesOf(asked, it.position, 'copies');
    return sources.length > 0 && sources.every(isIt);
  };
  const sources = flow.sourcesOf(value, position, 'copies');
  return sources.length > 0 && sources.every(isIt);
}

/** Where the object is not there, there is no field of it. */
function isOfObject(flow: Flow, { value, other, position }: ValueTest, { key }: KeptField): boolean {
  if (other !== undefined || value.kind !== 'local') return false;
  const object = flow.keyOf(value, position);
  return object !== undefined && object.includes('#') && new RegExp(`\\*${escaped(object)}(?!\\w)`).test(key);
}

const escaped = (text: string): string => text.replaceAll(/[.*[\]]/g, '\\$&');

/** A call of the kernel that comes after the position, and only says whether it has failed. */
function isOfFailure(file: WrittenFile, flow: Flow, { value, other, position }: ValueTest, from: Position): boolean {
  if (other !== undefined) return false;
  const sources = flow.sourcesOf(value, position, 'copies');
  return (
    sources.length > 0 &&
    sources.every((it) => it.kind === 'call' && fails(file, it.name) && reaches(flow.graph, from, it.position))
  );
}

function fails(file: WrittenFile, name: string): boolean {
  const row = file.apiByName(name);
  if (row?.does === 'allocate') return true;
  return row?.does === 'plain' && row.returns === 'zero-or-negative';
}
