import type { FunctionGraph } from './function-graph.js';
import type { Instr, Operand, Place } from './instr.js';

/** Every function a graph calls by name or takes the address of: a macro may have written what the text does not show. */
export function functionsNamedIn({ blocks }: FunctionGraph): readonly string[] {
  return blocks.flatMap(({ instrs }) => instrs.flatMap(namesInInstr));
}

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
