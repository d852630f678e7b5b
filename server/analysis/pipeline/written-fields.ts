import type { FunctionGraph } from '../graph/function-graph.js';
import type { Instr, Place } from '../graph/instr.js';
import { lastField, placeWritten } from '../graph/operands.js';

/** The fields that some function stores to, copies over, or gives the address of to a call. */
export function writtenFields(graphs: readonly FunctionGraph[]): ReadonlySet<string> {
  const fields = new Set<string>();
  for (const { blocks } of graphs) {
    for (const { instrs } of blocks) {
      for (const instr of instrs) {
        const place = placeWritten(instr) ?? placeAddressed(instr);
        const field = place === undefined ? undefined : lastField(place);
        if (field !== undefined) fields.add(field);
      }
    }
  }
  return fields;
}

/** What has an address that was given away may be written by it. */
function placeAddressed(instr: Instr): Place | undefined {
  return instr.kind === 'assign' && instr.value.kind === 'address' ? instr.value.place : undefined;
}
