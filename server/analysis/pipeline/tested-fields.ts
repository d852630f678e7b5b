import type { FunctionGraph } from '../graph/function-graph.js';
import type { Instr, LocalId, Operand } from '../graph/instr.js';

/**
 * The fields whose value some function gives to a test of mappings: `dma_mapping_error(dev, ring->dma)` in the
 * completion handler discharges what the function that filled `ring->dma` left open.
 */
export function testedFields(graphs: readonly FunctionGraph[], isTest: (name: string) => boolean): ReadonlySet<string> {
  const fields = new Set<string>();
  for (const { blocks } of graphs) {
    for (const { instrs } of blocks) addTested(instrs, isTest, fields);
  }
  return fields;
}

function addTested(instrs: readonly Instr[], isTest: (name: string) => boolean, fields: Set<string>): void {
  const loadedFrom = new Map<LocalId, string>();
  for (const instr of instrs) {
    if (instr.kind === 'load') {
      const last = instr.place.steps.findLast((step) => step.kind === 'field');
      if (last?.kind === 'field') loadedFrom.set(instr.target, last.name);
    }
    if (instr.kind === 'assign' && instr.value.kind === 'binary') {
      const { left, right } = instr.value;
      for (const [value, other] of [
        [left, right],
        [right, left],
      ] as const) {
        const field = isErrorValue(other) ? fieldOf(value, loadedFrom) : undefined;
        if (field !== undefined) fields.add(field);
      }
    }
    if (instr.kind !== 'call' || instr.callee.kind !== 'name' || !isTest(instr.callee.name)) continue;
    for (const argument of instr.arguments) {
      const field = fieldOf(argument, loadedFrom);
      if (field !== undefined) fields.add(field);
    }
  }
}

function fieldOf(operand: Operand, loadedFrom: ReadonlyMap<LocalId, string>): string | undefined {
  return operand.kind === 'local' ? loadedFrom.get(operand.local) : undefined;
}

const isErrorValue = (operand: Operand): boolean => operand.kind === 'constant' && operand.name === 'DMA_MAPPING_ERROR';
