import { fieldKeyOf } from '../graph/field-key.js';
import type { FunctionGraph } from '../graph/function-graph.js';
import type { Operand } from '../graph/instr.js';
import type { FileIndex } from '../index/file-index.js';

/** Stores as they are written, whether a path came to them or not. */
export interface Survey {
  readonly stores: readonly WrittenStore[];
  readonly looseNames: ReadonlySet<string>;
}

export interface WrittenStore {
  readonly key: string;
  readonly at: number;
  readonly value: Operand;
}

export function surveyStores(graphs: readonly FunctionGraph[], index: FileIndex): Survey {
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
  return { stores, looseNames };
}
