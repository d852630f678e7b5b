import type { Span } from '../base/span.js';
import type { CallInstr, Operand } from '../graph/instr.js';
import type { ReleaseKind } from './event.js';
import { fieldIdOf } from './fields.js';
import { apiCalls, argumentIn, type WrittenCall, type WrittenFile } from './file.js';
import { callsOf, type Flow, type Position, type Source } from './flow.js';
import { addressGiven } from './given-addresses.js';
import { isAskedOtherwise, isReplaced, replaces } from './kept-fields.js';
import { walkForward } from './walk.js';

/** A place in a function after which what a field names is gone: a call of the kernel, or of a helper that leads to one. */
export interface Release {
  readonly position: Position;
  /** What stands at `position`. */
  readonly called: string;
  readonly calledAt: Span;
  /** The function of the kernel that does it, where it is called, and by whom. */
  readonly name: string;
  readonly at: Span;
  readonly functionName: string;
  /** The field that had it: the CPU address where memory is freed, the DMA address where it is unmapped. */
  readonly field: string;
  readonly what: string;
  readonly how: ReleaseKind;
  /** A helper on the way to it makes such things as well: it only exchanges them. */
  readonly isExchange: boolean;
  /** Where it is certain which object has the field, and that nothing but the field is asked on the way. */
  readonly traced: Traced | undefined;
}

interface Traced {
  /** The way to the field from the parameters and locals of the function. */
  readonly key: string;
  /** Where the helpers are left that lead to it, the field still names what is gone. */
  readonly isKept: boolean;
}

export type TracedRelease = Release & { readonly traced: Traced };

/** What the functions of a file release that fields name, by themselves and in the functions they call. */
export class Releases {
  readonly #file: WrittenFile;
  readonly #flows: ReadonlyMap<string, Flow>;
  readonly #known = new Map<string, readonly Release[]>();

  constructor(file: WrittenFile) {
    this.#file = file;
    this.#flows = new Map(file.functions.map((flow) => [flow.graph.name, flow]));
  }

  in(flow: Flow): readonly Release[] {
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

  /** Those of which it is certain what they release. */
  tracedIn(flow: Flow): readonly TracedRelease[] {
    return this.in(flow).filter(isTraced);
  }

  /** Memory that is gone for good. */
  ofMemoryIn(flow: Flow): readonly Release[] {
    return this.in(flow).filter(({ how, isExchange }) => how !== 'let go' && !isExchange);
  }

  *#called(flow: Flow): Generator<Release> {
    for (const { instr, position, name } of callsOf(flow.graph)) {
      const callee = this.#flows.get(name);
      if (callee === undefined || callee === flow) continue;
      const seen = new Set<string>();
      for (const release of this.in(callee)) {
        const traced = isTraced(release) ? this.#traced(release, callee, flow, instr, position) : undefined;
        const isExchange = release.isExchange || this.#makes(callee);
        const { field, how } = release;
        const same = `${field} ${how} ${String(isExchange)} ${traced?.key ?? ''} ${String(traced?.isKept)}`;
        if (seen.has(same)) continue;
        seen.add(same);
        yield { ...release, position, called: name, calledAt: instr.calleeAt, isExchange, traced };
      }
    }
  }

  #traced(release: TracedRelease, callee: Flow, flow: Flow, call: CallInstr, at: Position): Traced | undefined {
    const { field, position, traced } = release;
    if (isAskedOtherwise(this.#file, callee, entry, position, { field, key: traced.key })) return undefined;
    const key = lifted(traced.key, callee, flow, call, at);
    const isKept = traced.isKept && !isReplaced(this.#file, callee, position, field);
    return key === undefined ? undefined : { key, isKept };
  }

  #makes(flow: Flow): boolean {
    return [...flow.calls].some((name) => {
      if (this.#isMaker(name)) return true;
      const callee = this.#file.apiByName(name) === undefined ? this.#flows.get(name) : undefined;
      return [...(callee?.calls ?? [])].some((it) => this.#isMaker(it));
    });
  }

  #isMaker(name: string): boolean {
    const does = this.#file.apiByName(name)?.does;
    return does === 'map' || does === 'allocate';
  }
}

const isTraced = (release: Release): release is TracedRelease => release.traced !== undefined;

export const entry: Position = { block: 0 as Position['block'], index: 0 };

function* ownReleases(file: WrittenFile, flow: Flow): Generator<Release> {
  for (const call of apiCalls(file, flow)) {
    const how = kindOf(call);
    const operand = how === undefined ? undefined : releasedBy(call, how);
    if (how === undefined || operand === undefined) continue;
    const sources = flow.sourcesOf(operand, call.position, 'copies');
    for (const source of sources) {
      const named = namedBy(file, flow, source);
      if (named === undefined) continue;
      const { field, key } = named;
      const { name, position } = call;
      const { calleeAt: at } = call.instr;
      const where = { position, called: name, calledAt: at, name, at, functionName: flow.graph.name };
      const what = field.split('.').at(-1)?.replace('[]', '') ?? field;
      const isKnown = key !== undefined && sources.length === 1;
      const traced = isKnown ? { key, isKept: !isReplaced(file, flow, named.readAt, field) } : undefined;
      yield { ...where, field, what, how, isExchange: false, traced };
    }
  }
}

function kindOf({ row, name }: WrittenCall): ReleaseKind | undefined {
  if (row.does === 'free') return 'freed';
  if (row.does === 'unmap') return 'unmapped';
  return name === 'dma_release_channel' ? 'let go' : undefined;
}

function releasedBy(call: WrittenCall, how: ReleaseKind): Operand | undefined {
  if (how === 'freed') return argumentIn(call, 'cpu-address', 'page') ?? argumentIn(call, 'pool');
  return how === 'unmapped' ? argumentIn(call, 'dma-address') : call.instr.arguments[0];
}

/** A field that a value was read from, and the way to it where it is certain. */
interface Named {
  readonly field: string;
  readonly key: string | undefined;
  readonly readAt: Position;
}

function namedBy(file: WrittenFile, flow: Flow, source: Source): Named | undefined {
  if (source.kind === 'call') return addressGiven(file, flow, source);
  if (source.kind !== 'load') return undefined;
  const { place, position: readAt } = source;
  const field = fieldIdOf(place, file.index);
  // One of many is not told from the next.
  const isOne = !place.steps.some(({ kind }) => kind === 'element');
  return field === undefined ? undefined : { field, key: isOne ? flow.keyOfPlace(place, readAt) : undefined, readAt };
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

/** The first of some releases of one field that is met on a way on which nobody replaces what it has, nor asks anything else. */
export function certainRelease(
  file: WrittenFile,
  flow: Flow,
  start: Position,
  sites: readonly TracedRelease[],
): TracedRelease | undefined {
  const [first] = sites;
  if (first === undefined) return undefined;
  let found: TracedRelease | undefined;
  walkForward(flow.graph, start, (instr, at) => {
    const site = sites.find(({ position }) => position.block === at.block && position.index === at.index);
    if (site === undefined) return replaces(file, flow, instr, at, first.field);
    const kept = { field: site.field, key: site.traced.key };
    found ??= isAskedOtherwise(file, flow, start, at, kept) ? undefined : site;
    return found !== undefined;
  });
  return found;
}
