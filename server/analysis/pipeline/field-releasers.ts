// Which functions of a module release what a field holds, by the names in the text and without paths.
import { oncePer } from '../base/once-per.js';
import { type ApiFunction, type Family, familyMade, familyReleased, identities } from '../api/api-function.js';
import type { FunctionGraph } from '../graph/function-graph.js';
import type { CallInstr, Instr, LocalId, Operand, Place } from '../graph/instr.js';
import type { CallSite } from './failed-call.js';

/** What a release names: the fields it was read from; `undefined` for anything. */
export type NamedFields = ReadonlySet<string> | undefined;

export interface FieldRelease {
  readonly family: Family;
  readonly fields: NamedFields;
  readonly functionName: string;
  readonly call: CallInstr;
}

/** How many callers up an argument is traced to the field it was read from. */
const mostCallers = 3;

type RowOf = (name: string) => ApiFunction | undefined;

/** Every release in the functions of a module. */
export function fieldReleases(graphs: readonly FunctionGraph[], rowOf: RowOf): readonly FieldRelease[] {
  const module = new ModuleSources(graphs, rowOf);
  return graphs.flatMap((graph) =>
    callsIn(graph).flatMap((call) => {
      const row = call.callee.kind === 'name' ? rowOf(call.callee.name) : undefined;
      const family = row === undefined ? undefined : familyReleased(row);
      if (row === undefined || family === undefined) return [];
      const named = identitiesOf(row, call);
      const fields = named.length === 0 ? undefined : module.fieldsBehind(graph, named);
      return { family, fields, functionName: graph.name, call };
    }),
  );
}

/** Where nothing else is named the first argument is what ends: `dma_pool_destroy(pool)`. */
function identitiesOf({ parameters }: ApiFunction, { arguments: given }: CallInstr): readonly Operand[] {
  const named = given.filter((_, position) => identities.has(parameters[position] ?? 'ignored'));
  return named.length === 0 ? given.slice(0, 1) : named;
}

const callsIn = ({ blocks }: FunctionGraph): readonly CallInstr[] =>
  blocks.flatMap(({ instrs }) => instrs.filter((it) => it.kind === 'call'));

/** What each variable is assigned. */
const writesOf = oncePer(({ blocks }: FunctionGraph): ReadonlyMap<LocalId, readonly Instr[]> => {
  const writes = new Map<LocalId, Instr[]>();
  for (const instr of blocks.flatMap(({ instrs }) => instrs)) {
    if (!('target' in instr) || instr.target === undefined) continue;
    const others = writes.get(instr.target);
    if (others === undefined) writes.set(instr.target, [instr]);
    else others.push(instr);
  }
  return writes;
});

/** Where the values of a module's variables come from, going by all assignments to them at once. */
class ModuleSources {
  readonly #graphs: readonly FunctionGraph[];
  readonly #rowOf: RowOf;
  #callers: ReadonlyMap<string, readonly CallSite[]> | undefined;

  constructor(graphs: readonly FunctionGraph[], rowOf: RowOf) {
    this.#graphs = graphs;
    this.#rowOf = rowOf;
  }

  /**
   * The fields on the ways to the operands: `priv->rx.ring` is known by `rx` and by `ring`. None where the function made
   * by itself what it releases; `undefined` where nothing says where a value comes from.
   */
  fieldsBehind(graph: FunctionGraph, operands: readonly Operand[], depth = 0): NamedFields {
    const fields = new Set<string>();
    const seen = new Set<LocalId>();
    const work = [...operands];
    // What leads to a place has names as well, and may come from anywhere.
    const leading: Operand[] = [];
    let isKnown = true;
    for (const operand of work) {
      const sources = this.#sources(graph, operand, seen);
      work.push(...sources.operands);
      isKnown &&= sources.isKnown;
      for (const place of sources.places) {
        const names = namesIn(place);
        isKnown &&= names.length > 0 || place.root.kind === 'stack';
        for (const name of names) fields.add(name);
        if (place.root.kind === 'pointee') leading.push(place.root.pointer);
      }
      const parameter = operand.kind === 'local' && operand.local < graph.parameterCount ? operand.local : undefined;
      if (parameter === undefined) continue;
      const given = depth < mostCallers ? this.#givenBy(graph, parameter, depth) : undefined;
      if (given === undefined) return undefined;
      for (const it of given) fields.add(it);
    }
    for (const operand of leading) {
      const { operands: others, places } = this.#sources(graph, operand, seen);
      leading.push(...others, ...places.flatMap(({ root }) => (root.kind === 'pointee' ? [root.pointer] : [])));
      for (const name of places.flatMap(namesIn)) fields.add(name);
    }
    return isKnown || fields.size > 0 ? fields : undefined;
  }

  /** What is assigned to a variable anywhere in a function. */
  #sources(graph: FunctionGraph, operand: Operand, seen: Set<LocalId>): Sources {
    const sources = { operands: [] as Operand[], places: [] as Place[], isKnown: operand.kind !== 'any' };
    if (operand.kind !== 'local' || seen.has(operand.local)) return sources;
    seen.add(operand.local);
    for (const instr of writesOf(graph).get(operand.local) ?? []) {
      const place = placeRead(instr);
      if (place !== undefined) sources.places.push(place);
      else if (instr.kind === 'assign') sources.operands.push(...valueOperands(instr));
      else if (!this.#isMade(instr)) sources.isKnown = false;
    }
    return sources;
  }

  #isMade(instr: Instr): boolean {
    const row = instr.kind === 'call' && instr.callee.kind === 'name' ? this.#rowOf(instr.callee.name) : undefined;
    return row !== undefined && familyMade(row) !== undefined;
  }

  /** What the callers give for a parameter; `undefined` where one of them gives what no field shows, or none is known. */
  #givenBy(graph: FunctionGraph, parameter: LocalId, depth: number): NamedFields {
    const callers = this.#callersOf(graph.name);
    const fields = new Set<string>();
    for (const { caller, call } of callers) {
      const argument = call.arguments[parameter];
      const given = argument === undefined ? undefined : this.fieldsBehind(caller, [argument], depth + 1);
      if (given === undefined) return undefined;
      for (const it of given) fields.add(it);
    }
    return callers.length === 0 ? undefined : fields;
  }

  #callersOf(name: string): readonly CallSite[] {
    this.#callers ??= callersIn(this.#graphs);
    return this.#callers.get(name) ?? [];
  }
}

/** Where a value may come from. */
interface Sources {
  readonly operands: readonly Operand[];
  readonly places: readonly Place[];
  /** Nothing else is assigned to it but what the function makes. */
  readonly isKnown: boolean;
}

/** Every call of a function by its name. */
export function callersIn(graphs: readonly FunctionGraph[]): ReadonlyMap<string, readonly CallSite[]> {
  const callers = new Map<string, CallSite[]>();
  for (const caller of graphs) {
    for (const call of callsIn(caller)) {
      if (call.callee.kind !== 'name') continue;
      const others = callers.get(call.callee.name);
      if (others === undefined) callers.set(call.callee.name, [{ caller, call }]);
      else others.push({ caller, call });
    }
  }
  return callers;
}

function placeRead(instr: Instr): Place | undefined {
  if (instr.kind === 'load') return instr.place;
  return instr.kind === 'assign' && instr.value.kind === 'address' ? instr.value.place : undefined;
}

const namesIn = ({ steps }: Place): readonly string[] =>
  steps.flatMap((step) => (step.kind === 'field' ? [step.name] : []));

function valueOperands({ value }: Extract<Instr, { kind: 'assign' }>): readonly Operand[] {
  switch (value.kind) {
    case 'binary':
      return [value.left, value.right];
    case 'advance':
      return [value.pointer];
    case 'address':
      return [];
    default:
      return [value.operand];
  }
}
