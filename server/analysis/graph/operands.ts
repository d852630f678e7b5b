import type { Instr, Operand, Place } from './instr.js';

/** Everything an instruction reads. */
export function operandsOf(instr: Instr): readonly Operand[] {
  switch (instr.kind) {
    case 'assign': {
      const { value } = instr;
      if (value.kind === 'binary') return [value.left, value.right];
      if (value.kind === 'advance') return [value.pointer, value.index];
      return value.kind === 'address' ? placeOperands(value.place) : [value.operand];
    }
    case 'load':
    case 'zero':
      return placeOperands(instr.place);
    case 'store':
      return [instr.value, ...placeOperands(instr.place)];
    case 'copy':
      return [...placeOperands(instr.to), ...placeOperands(instr.from)];
    case 'call':
      return [...instr.arguments, ...(instr.callee.kind === 'pointer' ? [instr.callee.pointer] : [])];
    case 'forget':
      return [];
  }
}

function placeOperands({ root, steps }: Place): readonly Operand[] {
  const indexes = steps.flatMap((step) => (step.kind === 'element' ? [step.index] : []));
  return root.kind === 'pointee' ? [root.pointer, ...indexes] : indexes;
}

/** The place that an instruction writes as such. */
export function placeWritten(instr: Instr): Place | undefined {
  switch (instr.kind) {
    case 'store':
    case 'zero':
      return instr.place;
    case 'copy':
      return instr.to;
    default:
      return undefined;
  }
}

/** The places that an instruction reads or writes. */
export function placesAccessed(instr: Instr): readonly Place[] {
  switch (instr.kind) {
    case 'load':
    case 'store':
    case 'zero':
      return [instr.place];
    case 'copy':
      return [instr.to, instr.from];
    default:
      return [];
  }
}

/** The field that a place is, or that the array is it is an element of. */
export function lastField({ steps }: Place): string | undefined {
  const last = steps.findLast((step) => step.kind === 'field');
  return last?.kind === 'field' ? last.name : undefined;
}
