import { oncePer } from '../base/once-per.js';
import type { FunctionGraph } from './function-graph.js';
import type { Instr, Operand, Place } from './instr.js';

/**
 * Every function a graph calls by name or takes the address of, each once: a macro may have written what the text does
 * not show. Every file of a module asks it of all graphs of the others.
 */
export const functionsNamedIn = oncePer(({ blocks }: FunctionGraph): readonly string[] => {
  const names = new Set<string>();
  for (const { instrs } of blocks) {
    for (const instr of instrs) for (const name of namesInInstr(instr)) names.add(name);
  }
  return [...names];
});

function namesInInstr(instr: Instr): readonly string[] {
  switch (instr.kind) {
    case 'call': {
      const called = instr.callee.kind === 'name' ? [instr.callee.name] : nameOf(instr.callee.pointer);
      return [...called, ...instr.arguments.flatMap(nameOf)];
    }
    case 'store':
      return [...nameOf(instr.value), ...namesInPlace(instr.place)];
    case 'assign':
      return instr.value.kind === 'operand' ? nameOf(instr.value.operand) : [];
    default:
      return [];
  }
}

const nameOf = (operand: Operand): readonly string[] => (operand.kind === 'function' ? [operand.name] : []);

const namesInPlace = ({ root }: Place): readonly string[] => (root.kind === 'pointee' ? nameOf(root.pointer) : []);
