import type { FunctionGraph } from '../graph/function-graph.js';
import type { Instr, LocalId, Operand } from '../graph/instr.js';
import { lastField } from '../graph/operands.js';

/**
 * The fields whose value some function gives to a test of mappings that others made: `dma_mapping_error(dev, ring->dma)`
 * in the completion handler discharges what the function that filled `ring->dma` left open. A function that maps into the
 * field itself asks after its own mapping.
 */
export function testedFields(
  graphs: readonly FunctionGraph[],
  isTest: (name: string) => boolean,
  isMap: (name: string) => boolean,
): ReadonlySet<string> {
  const fields = new Set<string>();
  for (const { blocks } of graphs) {
    const tested = new Set<string>();
    for (const { instrs } of blocks) addTested(instrs, isTest, tested);
    if (tested.size === 0) continue;
    const own = mappedInto(
      blocks.flatMap(({ instrs }) => instrs),
      isMap,
    );
    for (const field of tested) if (!own.has(field)) fields.add(field);
  }
  return fields;
}

/** The fields that a mapping is stored into right from its call. */
function mappedInto(instrs: readonly Instr[], isMap: (name: string) => boolean): ReadonlySet<string> {
  const results = new Set<LocalId>();
  const fields = new Set<string>();
  for (const instr of instrs) {
    const isMade = instr.kind === 'call' && instr.callee.kind === 'name' && isMap(instr.callee.name);
    if (isMade && instr.target !== undefined) results.add(instr.target);
    if (instr.kind !== 'store' || instr.value.kind !== 'local' || !results.has(instr.value.local)) continue;
    const field = lastField(instr.place);
    if (field !== undefined) fields.add(field);
  }
  return fields;
}

function addTested(instrs: readonly Instr[], isTest: (name: string) => boolean, fields: Set<string>): void {
  const loadedFrom = new Map<LocalId, string>();
  for (const instr of instrs) {
    if (instr.kind === 'load') {
      const field = lastField(instr.place);
      if (field !== undefined) loadedFrom.set(instr.target, field);
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
