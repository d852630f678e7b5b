import type { Span } from '../base/span.js';
import type { CallInstr, Operand } from '../graph/instr.js';
import { resolveType } from '../index/named-types.js';
import { successors } from '../graph/loops.js';
import { fieldIdOf } from './fields.js';
import { apiCalls, argumentIn, type WrittenFile } from './file.js';
import { callsOf, type Flow, type Position, sitesOf } from './flow.js';
import { testsOf, type ValueTest } from './tests.js';
import { reaches } from './ways.js';

/** A call after which what one field names is gone, told from that field of other objects: `ReleasedFields` asks for the field alone. */
export interface TracedRelease {
  readonly position: Position;
  /** The function of the kernel that does it, where it is called, and by whom. */
  readonly name: string;
  readonly at: Span;
  readonly functionName: string;
  /** What stands at `position`: that call, or the one of a helper that leads to it. */
  readonly called: string;
  readonly calledAt: Span;
  /** The field, and the way to it from the parameters of the function. */
  readonly field: string;
  readonly key: string;
  readonly what: string;
  readonly isFreed: boolean;
  /** Where the helpers are left that lead to it, the field still names what is gone. */
  readonly isKept: boolean;
}

/** What the functions of a file release that a field names, by themselves and in the functions they call. */
export class TracedReleases {
  readonly #file: WrittenFile;
  readonly #flows: ReadonlyMap<string, Flow>;
  readonly #known = new Map<string, readonly TracedRelease[]>();

  constructor(file: WrittenFile) {
    this.#file = file;
    this.#flows = new Map(file.functions.map((flow) => [flow.graph.name, flow]));
  }

  get isEmpty(): boolean {
    return !this.#file.functions.some((flow) => this.in(flow).some(({ isKept }) => isKept));
  }

  in(flow: Flow): readonly TracedRelease[] {
    const { name } = flow.graph;
    const known = this.#known.get(name);
    if (known !== undefined) return known;
    const own = [...ownReleases(this.#file, flow)];
    // A function that calls itself adds nothing the second time.
    this.#known.set(name, own);
    const all = [...own, ...this.#called(flow)];
    this.#known.set(name, all);
    return all;
  }

  *#called(flow: Flow): Generator<TracedRelease> {
    for (const { instr, position, name } of callsOf(flow.graph)) {
      const callee = this.#flows.get(name);
      if (callee === undefined || callee === flow) continue;
      for (const release of this.in(callee)) {
        const { field, position: within } = release;
        if (isAskedOtherwise(this.#file, callee, entry, within, field)) continue;
        const key = lifted(release.key, callee, flow, instr, position);
        if (key === undefined) continue;
        const isKept = release.isKept && !isReplaced(this.#file, callee, within, field);
        yield { ...release, key, position, called: name, calledAt: instr.calleeAt, isKept };
      }
    }
  }
}

const entry: Position = { block: 0 as Position['block'], index: 0 };

function* ownReleases(file: WrittenFile, flow: Flow): Generator<TracedRelease> {
  for (const call of apiCalls(file, flow)) {
    const isFreed = call.row.does === 'free';
    if (!isFreed && call.row.does !== 'unmap') continue;
    const roles = isFreed ? (['cpu-address', 'page'] as const) : (['dma-address'] as const);
    const operand = argumentIn(call, ...roles) ?? (isFreed ? argumentIn(call, 'pool') : undefined);
    const sources = operand === undefined ? [] : flow.sourcesOf(operand, call.position, 'copies');
    const [only] = sources;
    if (sources.length !== 1 || only?.kind !== 'load') continue;
    const field = fieldIdOf(only.place, file.index);
    const key = flow.keyOfPlace(only.place, only.position);
    // One of many is not told from the next.
    if (field === undefined || key === undefined || only.place.steps.some(({ kind }) => kind === 'element')) continue;
    const { name, position } = call;
    const { calleeAt: at } = call.instr;
    const what = field.split('.').at(-1) ?? field;
    const functionName = flow.graph.name;
    const isKept = !isReplaced(file, flow, only.position, field);
    yield { position, name, at, functionName, called: name, calledAt: at, field, key, what, isFreed, isKept };
  }
}

/** The way to a field as the caller has it; `undefined` where it does not begin at what the caller gives. */
export function lifted(
  key: string,
  callee: Flow,
  caller: Flow,
  call: CallInstr,
  position: Position,
): string | undefined {
  let isKnown = true;
  const told = key.replaceAll(/(\*?)(\w+)#(\d+)/g, (_, star: string, name: string, id: string) => {
    const argument = Number(id) < callee.graph.parameterCount ? call.arguments[Number(id)] : undefined;
    const given = argument === undefined ? undefined : caller.keyOf(argument, position);
    if (given === undefined || callee.graph.locals[Number(id)]?.name !== name) {
      isKnown = false;
      return '';
    }
    if (star === '') return given;
    return given.startsWith('&') ? given.slice(1) : `*${given}`;
  });
  return isKnown ? told : undefined;
}

/**
 * Whether a function may put something else into a field after a position, or lets go of what has the field: by itself, or
 * in what it calls.
 */
export function isReplaced(file: WrittenFile, flow: Flow, from: Position, field: string): boolean {
  const name = field.split('.').at(-1) ?? field;
  const owner = field.slice(0, -name.length - 1);
  for (const { instr, position } of sitesOf(flow.graph)) {
    if (!reaches(flow.graph, from, position)) continue;
    if (instr.kind === 'store' || instr.kind === 'zero' || instr.kind === 'copy') {
      const place = instr.kind === 'copy' ? instr.to : instr.place;
      const stored = fieldIdOf(place, file.index);
      if (stored === field || (instr.kind !== 'store' && tagOf(file, place.type) === owner)) return true;
    }
    if (instr.kind === 'call' && mayReplace(file, flow, instr, position, { name, owner })) return true;
  }
  return false;
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

/** Whether anything but the field itself, or what was given, decides on the way from one position whether the other is met. */
export function isAskedOtherwise(file: WrittenFile, flow: Flow, from: Position, to: Position, field: string): boolean {
  const { graph } = flow;
  const leads = (block: Position['block']): boolean => block === to.block || reaches(graph, { block, index: -1 }, to);
  const tests = testsOf(flow);
  for (const { id, end } of graph.blocks) {
    if (id !== from.block && !reaches(graph, from, { block: id, index: 0 })) continue;
    const ways = successors(end);
    if (ways.length < 2 || !ways.some(leads) || ways.every(leads)) continue;
    const asked = tests.filter(({ position }) => position.block === id);
    if (asked.length === 0 || !asked.every((test) => isOfField(file, flow, test, field))) return true;
  }
  return false;
}

function isOfField(file: WrittenFile, flow: Flow, { value, position }: ValueTest, field: string): boolean {
  const sources = flow.sourcesOf(value, position, 'copies');
  const isMeant = sources.every(
    (it) => it.kind === 'parameter' || (it.kind === 'load' && fieldIdOf(it.place, file.index) === field),
  );
  return isMeant && sources.length > 0;
}
