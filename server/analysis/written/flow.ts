import type { ApiFunction } from '../api/api-function.js';
import { oncePer } from '../base/once-per.js';
import type { FunctionGraph, Local } from '../graph/function-graph.js';
import type { BlockId, CallInstr, Instr, LocalId, Operand, Place } from '../graph/instr.js';
import { type Position, predecessors, readLocals } from './ways.js';

export type { Position } from './ways.js';

/** What a value was made of, as far as the function says: where it was read from, or what returned it. */
export type Source =
  | { readonly kind: 'call'; readonly name: string; readonly instr: CallInstr; readonly position: Position }
  | { readonly kind: 'load'; readonly place: Place; readonly position: Position }
  | { readonly kind: 'address'; readonly place: Place; readonly position: Position }
  /** `pointer + index`, or the address of an element. */
  | { readonly kind: 'element'; readonly pointer: Operand; readonly index: Operand; readonly position: Position }
  | { readonly kind: 'parameter'; readonly local: LocalId }
  | { readonly kind: 'constant'; readonly name: string }
  | { readonly kind: 'number'; readonly value: number }
  /** `first`: of a sum, which may be a pointer of unknown type and an index. */
  | { readonly kind: 'other'; readonly first?: Operand; readonly position?: Position };

/**
 * How far a value is followed back. `copies`: casts, byte swaps, halves: the same value. `parts`: sums, shifts and
 * masks too: the value is in there somewhere.
 */
export type Follow = 'copies' | 'parts';

/** The values of one function, followed back along every way through it. */
export interface Flow {
  readonly graph: FunctionGraph;
  /** `passed` gets the variables the value went through. */
  sourcesOf(operand: Operand, position: Position, follow: Follow, passed?: Set<LocalId>): readonly Source[];
  /** A name for what an operand or place stands for: equal names in one function, equal things while nobody assigns. */
  keyOf(operand: Operand, position: Position): string | undefined;
  keyOfPlace(place: Place, position: Position): string | undefined;
  localOf(id: LocalId): Local | undefined;
  /** The assignments whose value a local may have at a position, and `entry` where none need have happened. */
  definitionsOf(id: LocalId, position: Position): readonly Definition[];
  /** The functions it calls by name. */
  readonly calls: ReadonlySet<string>;
  /** Whether anything looks at the value. */
  isRead(local: LocalId): boolean;
}

export interface Site<Kind extends Instr> {
  readonly instr: Kind;
  readonly position: Position;
}

export type Definition = Site<Instr> | 'entry';

interface Context {
  readonly graph: FunctionGraph;
  readonly apiByName: ApiByName;
  readonly before: ReadonlyMap<BlockId, readonly BlockId[]>;
}

type ApiByName = (name: string) => ApiFunction | undefined;

/** The same one each time: every file of a module asks about the functions of the others. */
export const flowOf = (graph: FunctionGraph, apiByName: ApiByName): Flow => flowsBy(apiByName)(graph);

const flowsBy = oncePer((apiByName: ApiByName) => oncePer((graph: FunctionGraph) => makeFlow(graph, apiByName)));

function makeFlow(graph: FunctionGraph, apiByName: ApiByName): Flow {
  const cx: Context = { graph, apiByName, before: predecessors(graph) };
  const reads = readLocals(graph);
  return {
    graph,
    sourcesOf: (operand, position, follow, passed) => {
      const found: Source[] = [];
      collect(cx, operand, position, { follow, found, seen: new Set(), passed: passed ?? new Set() });
      return found;
    },
    keyOf: (operand, position) => keyOf(cx, operand, position, 0),
    keyOfPlace: (place, position) => keyOfPlace(cx, place, position, 0),
    localOf: (id) => graph.locals[id],
    definitionsOf: (id, position) => definitions(cx, id, position),
    calls: new Set(callsOf(graph).map(({ name }) => name)),
    isRead: (local) => reads.has(local),
  };
}

/** Every instruction with its position, in the order of the blocks. */
export const sitesOf = oncePer(({ blocks }: FunctionGraph): readonly Site<Instr>[] =>
  blocks.flatMap(({ id, instrs }) => instrs.map((instr, index) => ({ instr, position: { block: id, index } }))),
);

export const callsOf = oncePer((graph: FunctionGraph): readonly (Site<CallInstr> & { readonly name: string })[] =>
  sitesOf(graph).flatMap(({ instr, position }) =>
    instr.kind === 'call' && instr.callee.kind === 'name' ? { instr, position, name: instr.callee.name } : [],
  ),
);

interface Search {
  readonly follow: Follow;
  readonly found: Source[];
  readonly seen: Set<Instr>;
  readonly passed: Set<LocalId>;
}

function collect(cx: Context, operand: Operand, position: Position, search: Search): void {
  switch (operand.kind) {
    case 'constant':
      search.found.push({ kind: 'constant', name: operand.name });
      return;
    case 'number':
      search.found.push({ kind: 'number', value: operand.value });
      return;
    case 'local':
      search.passed.add(operand.local);
      for (const definition of definitions(cx, operand.local, position)) {
        if (definition === 'entry') search.found.push(atEntry(cx, operand.local));
        else expand(cx, definition, search);
      }
      return;
    default:
      search.found.push({ kind: 'other' });
  }
}

const atEntry = ({ graph }: Context, local: LocalId): Source =>
  local < graph.parameterCount ? { kind: 'parameter', local } : { kind: 'other' };

function expand(cx: Context, { instr, position }: Site<Instr>, search: Search): void {
  if (search.seen.has(instr)) return;
  search.seen.add(instr);
  if (instr.kind === 'load') {
    search.found.push({ kind: 'load', place: instr.place, position });
  } else if (instr.kind === 'call') {
    const name = instr.callee.kind === 'name' ? instr.callee.name : undefined;
    const row = name === undefined ? undefined : cx.apiByName(name);
    const [first] = instr.arguments;
    const isConversion = row?.does === 'plain' && (row.effect === 'same-value' || row.effect === 'upper-half');
    if (isConversion && first !== undefined) collect(cx, first, position, search);
    else search.found.push(name === undefined ? { kind: 'other' } : { kind: 'call', name, instr, position });
  } else if (instr.kind === 'assign') {
    expandValue(cx, { instr, position }, search);
  } else {
    search.found.push({ kind: 'other' });
  }
}

function expandValue(cx: Context, { instr, position }: Site<Extract<Instr, { kind: 'assign' }>>, search: Search): void {
  const { value } = instr;
  switch (value.kind) {
    case 'operand':
    case 'cast':
      collect(cx, value.operand, position, search);
      return;
    case 'address':
      search.found.push({ kind: 'address', place: value.place, position });
      return;
    case 'binary':
      if (search.follow === 'parts' && carries.has(value.operator)) {
        collect(cx, value.left, position, search);
        if (value.operator !== '<<' && value.operator !== '>>') collect(cx, value.right, position, search);
        return;
      }
      if (value.operator !== '+') break;
      search.found.push({ kind: 'other', first: value.left, position });
      return;
    case 'advance':
      if (search.follow === 'parts') {
        collect(cx, value.pointer, position, search);
        return;
      }
      search.found.push({ kind: 'element', pointer: value.pointer, index: value.index, position });
      return;
    case 'unary':
      break;
  }
  search.found.push({ kind: 'other' });
}

/** Operators whose result still has its operand in it; a difference or a comparison has not. */
const carries: ReadonlySet<string> = new Set(['+', '|', '&', '<<', '>>']);

/** The assignments whose value a local may have at a position, and `entry` where none need have happened. */
function definitions(cx: Context, local: LocalId, position: Position): readonly Definition[] {
  const found: Definition[] = [];
  const seen = new Set<BlockId>();
  const work: { readonly block: BlockId; readonly below: number }[] = [
    { block: position.block, below: position.index },
  ];
  for (let at = work.pop(); at !== undefined; at = work.pop()) {
    const instrs = cx.graph.blocks[at.block]?.instrs ?? [];
    let index = Math.min(at.below, instrs.length) - 1;
    for (let it = instrs[index]; it !== undefined && !writes(it, local); it = instrs[index]) index -= 1;
    const instr = instrs[index];
    if (instr !== undefined) {
      found.push({ instr, position: { block: at.block, index } });
      continue;
    }
    if (at.block === 0) found.push('entry');
    for (const before of cx.before.get(at.block) ?? []) {
      if (seen.has(before)) continue;
      seen.add(before);
      work.push({ block: before, below: Number.MAX_SAFE_INTEGER });
    }
  }
  return found;
}

function writes(instr: Instr, local: LocalId): boolean {
  if (instr.kind === 'forget') return instr.locals.includes(local);
  return (instr.kind === 'assign' || instr.kind === 'load' || instr.kind === 'call') && instr.target === local;
}

const maxKeyDepth = 12;

function keyOf(cx: Context, operand: Operand, position: Position, depth: number): string | undefined {
  if (operand.kind === 'number') return String(operand.value);
  if (operand.kind === 'constant') return operand.name;
  if (operand.kind !== 'local' || depth > maxKeyDepth) return undefined;
  const local = cx.graph.locals[operand.local];
  if (local === undefined) return undefined;
  const [only, ...others] = definitions(cx, operand.local, position);
  if (only !== undefined && only !== 'entry' && others.length === 0) {
    const { instr } = only;
    if (instr.kind === 'load') return keyOfPlace(cx, instr.place, only.position, depth + 1);
    if (instr.kind === 'assign' && instr.value.kind === 'address') {
      const place = keyOfPlace(cx, instr.value.place, only.position, depth + 1);
      return place === undefined ? undefined : `&${place}`;
    }
    if (instr.kind === 'assign' && (instr.value.kind === 'operand' || instr.value.kind === 'cast')) {
      return keyOf(cx, instr.value.operand, only.position, depth + 1);
    }
  }
  return local.kind === 'temporary' ? undefined : `${local.name}#${operand.local}`;
}

function keyOfPlace(cx: Context, place: Place, position: Position, depth: number): string | undefined {
  const { root } = place;
  let key: string | undefined;
  if (root.kind === 'stack') key = `${cx.graph.locals[root.local]?.name ?? ''}#${root.local}`;
  else if (root.kind === 'global') key = `@${root.name}`;
  else {
    const pointer = keyOf(cx, root.pointer, position, depth + 1);
    key = pointer === undefined ? undefined : pointer.startsWith('&') ? pointer.slice(1) : `*${pointer}`;
  }
  for (const step of place.steps) {
    if (key === undefined) return undefined;
    const index = step.kind === 'element' ? keyOf(cx, step.index, position, depth + 1) : undefined;
    if (step.kind === 'field') key = `${key}.${step.name}`;
    else key = index === undefined ? undefined : index === '0' ? key : `${key}[${index}]`;
  }
  return key;
}
