import { argumentsOf } from './call-syntax.js';
import { combine } from './lower-operators.js';
import { readLvalue, writeLvalue } from './lower-place.js';
import { type Lowering, lowerCondition, lowerExpression, lowerLvalue, spanOf } from './lowering.js';
import type { Syntax } from './syntax.js';

/** Never come back. Linux include/asm-generic/bug.h, include/linux/{panic,compiler}.h, kernel/exit.c (6.12). */
const endings = new Set(['BUG', 'panic', 'unreachable', '__builtin_unreachable', 'do_exit', 'make_task_dead']);

const assertions = new Set(['BUG_ON', 'VM_BUG_ON', 'VM_BUG_ON_PAGE']);

/** Checked by the compiler; nothing is evaluated when the driver runs. */
const atCompileTime = new Set(['BUILD_BUG_ON', 'BUILD_BUG_ON_MSG', 'BUILD_BUG', 'static_assert', 'compiletime_assert']);

/** Macros that set variables they are given by name, and which arguments those are. */
const written: ReadonlyMap<string, readonly number[]> = new Map([
  // Linux include/linux/{spinlock,irqflags,rwlock}.h (6.12).
  ['spin_lock_irqsave', [1]],
  ['spin_lock_irqsave_nested', [1]],
  ['spin_trylock_irqsave', [1]],
  ['raw_spin_lock_irqsave', [1]],
  ['read_lock_irqsave', [1]],
  ['write_lock_irqsave', [1]],
  ['local_irq_save', [0]],
  ['local_lock_irqsave', [1]],
  // Linux include/linux/iopoll.h, include/linux/regmap.h (6.12).
  ['readl_poll_timeout', [1]],
  ['readl_poll_timeout_atomic', [1]],
  ['readl_relaxed_poll_timeout', [1]],
  ['readl_relaxed_poll_timeout_atomic', [1]],
  ['readq_poll_timeout', [1]],
  ['readq_poll_timeout_atomic', [1]],
  ['readw_poll_timeout', [1]],
  ['readw_poll_timeout_atomic', [1]],
  ['readb_poll_timeout', [1]],
  ['readb_poll_timeout_atomic', [1]],
  ['readx_poll_timeout', [2]],
  ['readx_poll_timeout_atomic', [2]],
  ['read_poll_timeout', [1]],
  ['read_poll_timeout_atomic', [1]],
  ['regmap_read_poll_timeout', [2]],
  ['regmap_read_poll_timeout_atomic', [2]],
  // Linux include/linux/uaccess.h, include/linux/fs.h (6.12).
  ['get_user', [0]],
  ['__get_user', [0]],
  ['unsafe_get_user', [0]],
  ['va_start', [0]],
  ['va_copy', [0]],
]);

export const writtenArguments = (name: string): readonly number[] => written.get(name) ?? [];

/** Lowers a call of a macro that is a statement; `false` for any other call. */
export function lowerKernelStatement(cx: Lowering, node: Syntax, name: string): boolean {
  const [first, second] = argumentsOf(node);
  if (atCompileTime.has(name)) return true;
  if (endings.has(name)) {
    for (const argument of argumentsOf(node)) lowerExpression(cx, argument);
    cx.graph.end({ kind: 'never', at: spanOf(cx, node) });
    return true;
  }
  if (assertions.has(name) && first !== undefined) {
    lowerAssertion(cx, node, first);
    return true;
  }
  if (name === 'swap' && first !== undefined && second !== undefined) return lowerSwap(cx, node, first, second);
  return false;
}

function lowerAssertion(cx: Lowering, node: Syntax, condition: Syntax): void {
  const at = spanOf(cx, node);
  const [fails, holds] = [cx.graph.newBlock(), cx.graph.newBlock()];
  lowerCondition(cx, condition, fails, holds);
  cx.graph.startBlock(fails, at);
  cx.graph.end({ kind: 'never', at });
  cx.graph.startBlock(holds, at);
}

function lowerSwap(cx: Lowering, node: Syntax, first: Syntax, second: Syntax): boolean {
  const left = lowerLvalue(cx, first);
  const right = lowerLvalue(cx, second);
  if (left === undefined || right === undefined) return false;
  const at = spanOf(cx, node);
  const old = readLvalue(cx, left, spanOf(cx, first));
  const kept = cx.graph.temporary(old.type, at);
  cx.graph.emit({ kind: 'assign', target: kept, value: { kind: 'operand', operand: old.operand }, at });
  writeLvalue(cx, left, readLvalue(cx, right, spanOf(cx, second)).operand, at);
  writeLvalue(cx, right, { kind: 'local', local: kept }, at);
  return true;
}

/** Linux include/asm-generic/div64.h (6.12): divides in place, and its value is the remainder. */
export function lowerDivision(cx: Lowering, node: Syntax) {
  const [first, second] = argumentsOf(node);
  const dividend = first === undefined ? undefined : lowerLvalue(cx, first);
  if (first === undefined || second === undefined || dividend === undefined) return undefined;
  const at = spanOf(cx, node);
  const current = readLvalue(cx, dividend, spanOf(cx, first));
  const divisor = lowerExpression(cx, second);
  const remainder = combine(cx, '%', current, divisor, at);
  const quotient = combine(cx, '/', current, divisor, at);
  writeLvalue(cx, dividend, quotient.operand, at);
  return remainder;
}
