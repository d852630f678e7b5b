import type { FunctionGraph } from '../graph/function-graph.js';
import type { Instr, Place } from '../graph/instr.js';

/** The fields that some function stores to, copies over, or gives the address of to a call. */
export function writtenFields(graphs: readonly FunctionGraph[]): ReadonlySet<string> {
  const fields = new Set<string>();
  for (const { blocks } of graphs) {
    for (const { instrs } of blocks) {
      for (const instr of instrs) {
        const place = writtenPlace(instr);
        const last = place?.steps.findLast((step) => step.kind === 'field');
        if (last?.kind === 'field') fields.add(last.name);
      }
    }
  }
  return fields;
}

function writtenPlace(instr: Instr): Place | undefined {
  switch (instr.kind) {
    case 'store':
    case 'zero':
      return instr.place;
    case 'copy':
      return instr.to;
    case 'assign':
      return instr.value.kind === 'address' ? instr.value.place : undefined;
    case 'load':
    case 'call':
    case 'forget':
      return undefined;
  }
}
