import { fieldKeyOf } from '../graph/field-key.js';
import type { FunctionGraph } from '../graph/function-graph.js';
import type { LocalId, Operand } from '../graph/instr.js';
import type { FileIndex } from '../index/file-index.js';

/** Stores as they are written, whether a path came to them or not. */
export interface Survey {
  readonly stores: readonly WrittenStore[];
  readonly looseNames: ReadonlySet<string>;
  /** Fields that were read into a variable that some call of the API releases. */
  readonly released: ReadonlySet<string>;
}

export interface WrittenStore {
  readonly key: string;
  readonly at: number;
  readonly value: Operand;
}

export function surveyStores(
  graphs: readonly FunctionGraph[],
  index: FileIndex,
  isRelease: (name: string) => boolean,
): Survey {
  const stores: WrittenStore[] = [];
  const looseNames = new Set<string>();
  for (const graph of graphs) {
    for (const { instrs } of graph.blocks) {
      for (const instr of instrs) {
        if (instr.kind !== 'store') continue;
        const { place, at, value } = instr;
        const key = fieldKeyOf(place, graph, index)?.key;
        const last = place.steps.findLast((step) => step.kind === 'field');
        if (key !== undefined) stores.push({ key, at: at.start, value });
        else if (last?.kind === 'field') looseNames.add(last.name);
        else if (place.root.kind === 'global') stores.push({ key: `variable ${place.root.name}`, at: at.start, value });
      }
    }
  }
  const released = new Set(graphs.flatMap((graph) => releasedIn(graph, index, isRelease)));
  return { stores, looseNames, released };
}

function releasedIn(graph: FunctionGraph, index: FileIndex, isRelease: (name: string) => boolean): readonly string[] {
  const readFrom = new Map<LocalId, string[]>();
  const given = new Set<LocalId>();
  for (const instr of graph.blocks.flatMap(({ instrs }) => instrs)) {
    if (instr.kind === 'load') {
      const key = fieldKeyOf(instr.place, graph, index)?.key;
      if (key !== undefined) readFrom.set(instr.target, [...(readFrom.get(instr.target) ?? []), key]);
    }
    if (instr.kind === 'assign' && instr.value.kind === 'operand' && instr.value.operand.kind === 'local') {
      const keys = readFrom.get(instr.value.operand.local) ?? [];
      readFrom.set(instr.target, [...(readFrom.get(instr.target) ?? []), ...keys]);
    }
    if (instr.kind !== 'call' || instr.callee.kind !== 'name' || !isRelease(instr.callee.name)) continue;
    for (const argument of instr.arguments) if (argument.kind === 'local') given.add(argument.local);
  }
  return [...given].flatMap((local) => readFrom.get(local) ?? []);
}
