import { type FieldKey, fieldKeyOf } from '../graph/field-key.js';
import { lastField, operandsOf } from '../graph/operands.js';
import type { FunctionGraph } from '../graph/function-graph.js';
import type { CallInstr, Instr, LocalId, Operand, Place } from '../graph/instr.js';
import type { FileIndex } from '../index/file-index.js';

/** Stores as they are written, whether a path came to them or not. */
export interface Survey {
  readonly stores: readonly WrittenStore[];
  readonly looseNames: ReadonlySet<string>;
  /** Fields that were read into a variable that some call of the API releases. */
  readonly released: ReadonlySet<string>;
  /** Fields that some function sets to NULL or 0 without a look at what is there: its objects have nothing there. */
  readonly emptied: ReadonlySet<string>;
}

/** What calls do, by their names. */
export interface KnownCalls {
  isRelease(name: string): boolean;
  /** `le32_to_cpu(x)`: the value it was given, written otherwise. */
  isSameValue(name: string): boolean;
}

export interface WrittenStore {
  readonly key: string;
  readonly at: number;
  readonly field: FieldKey;
  readonly value: Operand;
  /** The call whose result it is, where nothing else is ever put into the variable in between. */
  readonly made: CallInstr | undefined;
}

export function surveyStores(graphs: readonly FunctionGraph[], index: FileIndex, calls: KnownCalls): Survey {
  const stores: WrittenStore[] = [];
  const looseNames = new Set<string>();
  for (const graph of graphs) {
    const made = resultsIn(graph);
    for (const { instrs } of graph.blocks) {
      for (const instr of instrs) {
        if (instr.kind !== 'store') continue;
        const { place, at, value } = instr;
        const field = fieldKeyOf(place, graph, index) ?? variableKey(place);
        const last = lastField(place);
        const from = value.kind === 'local' ? made.get(value.local) : undefined;
        if (field !== undefined) stores.push({ key: field.key, field, at: at.start, value, made: from });
        else if (last !== undefined) looseNames.add(last);
      }
    }
  }
  const released = new Set(graphs.flatMap((graph) => releasedIn(graph, index, calls)));
  const emptied = new Set(graphs.flatMap((graph) => emptiedIn(graph, index)));
  return { stores, looseNames, released, emptied };
}

function emptiedIn(graph: FunctionGraph, index: FileIndex): readonly string[] {
  const emptied = new Set<string>();
  const used = new Set<string>();
  for (const instr of graph.blocks.flatMap(({ instrs }) => instrs)) {
    if (instr.kind !== 'load' && instr.kind !== 'store') continue;
    const key = fieldKeyOf(instr.place, graph, index)?.key;
    const isEmpty = instr.kind === 'store' && instr.value.kind === 'number' && instr.value.value === 0;
    if (key !== undefined) (isEmpty ? emptied : used).add(key);
  }
  return [...emptied].filter((key) => !used.has(key));
}

/** What a variable holds that is assigned once, by a call. */
function resultsIn({ blocks }: FunctionGraph): ReadonlyMap<LocalId, CallInstr> {
  const results = new Map<LocalId, CallInstr>();
  const assigned = new Set<LocalId>();
  for (const instr of blocks.flatMap(({ instrs }) => instrs)) {
    if (!('target' in instr) || instr.target === undefined) continue;
    const from = instr.kind === 'call' ? instr : copiedCall(instr, results);
    if (assigned.has(instr.target) || from === undefined) results.delete(instr.target);
    else results.set(instr.target, from);
    assigned.add(instr.target);
  }
  return results;
}

function copiedCall(instr: Instr, results: ReadonlyMap<LocalId, CallInstr>): CallInstr | undefined {
  if (instr.kind !== 'assign' || (instr.value.kind !== 'operand' && instr.value.kind !== 'cast')) return undefined;
  return instr.value.operand.kind === 'local' ? results.get(instr.value.operand.local) : undefined;
}

const variableKey = ({ root, steps }: Place): FieldKey | undefined =>
  root.kind === 'global' && !steps.some(({ kind }) => kind === 'field')
    ? { key: `variable ${root.name}`, tag: '', name: root.name }
    : undefined;

function isSameValue(instr: Instr, calls: KnownCalls): instr is CallInstr & { readonly target: LocalId } {
  return (
    instr.kind === 'call' &&
    instr.target !== undefined &&
    instr.callee.kind === 'name' &&
    calls.isSameValue(instr.callee.name)
  );
}

function releasedIn(graph: FunctionGraph, index: FileIndex, calls: KnownCalls): readonly string[] {
  const readFrom = new Map<LocalId, string[]>();
  const given = new Set<LocalId>();
  for (const instr of graph.blocks.flatMap(({ instrs }) => instrs)) {
    if (instr.kind === 'load') {
      const key = fieldKeyOf(instr.place, graph, index)?.key;
      if (key !== undefined) readFrom.set(instr.target, [...(readFrom.get(instr.target) ?? []), key]);
    }
    // `((u64)le32_to_cpu(bd->hi) << 32) + le32_to_cpu(bd->lo)`: an address is put together of what is kept of it.
    if (instr.kind === 'assign' || isSameValue(instr, calls)) {
      const keys = operandsOf(instr).flatMap((it) => (it.kind === 'local' ? (readFrom.get(it.local) ?? []) : []));
      const known = readFrom.get(instr.target) ?? [];
      readFrom.set(instr.target, [...new Set([...known, ...keys])]);
    }
    if (instr.kind !== 'call' || instr.callee.kind !== 'name' || !calls.isRelease(instr.callee.name)) continue;
    for (const argument of instr.arguments) if (argument.kind === 'local') given.add(argument.local);
  }
  return [...given].flatMap((local) => readFrom.get(local) ?? []);
}
