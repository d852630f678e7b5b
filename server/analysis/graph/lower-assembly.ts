import type { LocalId } from './instr.js';
import { anyOperand, emit, type Lowering, lowerExpression, lowerLvalue, spanOf } from './lowering.js';
import { field, fields, type Syntax } from './syntax.js';

/** The inputs are evaluated; what the assembly writes is forgotten, and nothing else is known of it. */
export function lowerAssembly(cx: Lowering, node: Syntax): void {
  for (const operand of operandsOf(node, 'input_operands')) lowerExpression(cx, operand);
  const forgotten: LocalId[] = [];
  const at = spanOf(cx, node);
  for (const operand of operandsOf(node, 'output_operands')) {
    const lvalue = lowerLvalue(cx, operand);
    if (lvalue?.kind === 'register') forgotten.push(lvalue.local);
    if (lvalue?.kind === 'memory') {
      emit(cx, { kind: 'store', place: lvalue.place, value: anyOperand('inline assembly'), at });
    }
  }
  emit(cx, { kind: 'forget', locals: forgotten, why: 'inline assembly', at });
}

function operandsOf(node: Syntax, list: string): readonly Syntax[] {
  return fields(field(node, list) ?? { ...node, children: [] }, 'operand').flatMap((it) => fields(it, 'value'));
}
