import type { ApiFunction } from '../api/api-function.js';
import type { FunctionGraph } from '../graph/function-graph.js';
import type { CallInstr, Instr, LocalId, Operand } from '../graph/instr.js';

/**
 * The functions that lend a buffer to a call which does DMA on it and is done when it returns, and those that give such a
 * function the buffer.
 */
export function lendingFunctions(
  graphs: ReadonlyMap<string, FunctionGraph>,
  rowOf: (name: string) => ApiFunction | undefined,
): ReadonlySet<string> {
  const lending = new Set<string>();
  const lentParameters = new Map<string, ReadonlySet<number>>();
  for (let before = -1; before < lentTotal(lentParameters) + lending.size; ) {
    before = lentTotal(lentParameters) + lending.size;
    for (const [name, graph] of graphs) {
      const lent = instructionsOf(graph).flatMap((instr) => lentBy(instr, lentParameters, rowOf));
      if (lent.length === 0) continue;
      lending.add(name);
      lentParameters.set(name, parametersAmong(graph, lent));
    }
  }
  return lending;
}

function lentTotal(parameters: ReadonlyMap<string, ReadonlySet<number>>): number {
  return [...parameters.values()].reduce((sum, { size }) => sum + size, 0);
}

const instructionsOf = ({ blocks }: FunctionGraph): readonly Instr[] => blocks.flatMap(({ instrs }) => instrs);

/** The arguments of a call that are lent. */
function lentBy(
  instr: Instr,
  lentParameters: ReadonlyMap<string, ReadonlySet<number>>,
  rowOf: (name: string) => ApiFunction | undefined,
): readonly Operand[] {
  if (instr.kind !== 'call' || instr.callee.kind !== 'name') return [];
  const { name } = instr.callee;
  const parameters = lentParameters.get(name);
  if (parameters !== undefined) return instr.arguments.filter((_, position) => parameters.has(position));
  const row = rowOf(name);
  return row === undefined ? [] : lentArguments(instr, row);
}

function lentArguments(call: CallInstr, row: ApiFunction): readonly Operand[] {
  return call.arguments.filter((_, position) => (row.parameters[position] ?? row.rest) === 'dma-buffer');
}

/** The parameters that one of the values may come from by assignments, or point into. Values out of memory have no say. */
function parametersAmong(graph: FunctionGraph, values: readonly Operand[]): ReadonlySet<number> {
  const assigned = new Map<LocalId, Operand[]>();
  for (const instr of instructionsOf(graph)) {
    if (instr.kind !== 'assign') continue;
    const sources = [...(assigned.get(instr.target) ?? []), ...pointersIn(instr)];
    assigned.set(instr.target, sources);
  }
  const locals = new Set(values.flatMap(localOf));
  // A set visits what is added to it while it is walked.
  for (const local of locals) for (const source of (assigned.get(local) ?? []).flatMap(localOf)) locals.add(source);
  return new Set([...locals].filter((local) => local < graph.parameterCount));
}

function pointersIn({ value }: Extract<Instr, { kind: 'assign' }>): readonly Operand[] {
  switch (value.kind) {
    case 'operand':
    case 'cast':
      return [value.operand];
    case 'advance':
      return [value.pointer];
    case 'binary':
      return [value.left, value.right];
    case 'address':
      return value.place.root.kind === 'pointee' ? [value.place.root.pointer] : [];
    case 'unary':
      return [];
  }
}

const localOf = (operand: Operand): readonly LocalId[] => (operand.kind === 'local' ? [operand.local] : []);
