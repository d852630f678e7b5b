import { compute, computeUnary, isBinaryOperator, precedence } from '../base/arithmetic.js';
import { integerValue } from '../base/literals.js';

/**
 * The value of an `#if` expression: a number, `'set'` for true with a value nobody knows (a `CONFIG_` option),
 * or `undefined` when it depends on what other files say.
 */
export type ConditionValue = number | 'set' | undefined;

export interface ConditionNames {
  isDefined(name: string): boolean;
  /** `undefined` for a macro nobody here defines. */
  valueOf(name: string): ConditionValue;
}

/** An `#if` line. Never throws; what is not an expression has no known value. */
export function evaluateCondition(expression: string, names: ConditionNames): ConditionValue {
  return new ConditionParser(expression, names, true).whole();
}

/** A constant expression elsewhere, where an unknown name is unknown and never 0. */
export function evaluateConstant(expression: string, names: ConditionNames): ConditionValue {
  return new ConditionParser(expression, names, false).whole();
}

const tokenPattern = /[A-Za-z_]\w*|\d[\w.]*|'(?:\\.|[^'\\])'|&&|\|\||[=!<>]=|<<|>>|\S/g;

export function canBeTrue(value: ConditionValue): boolean {
  return value !== 0;
}

/** From this level of `precedence` on, operators ask for numbers and not for truth. */
const comparison = 2;

const maxDepth = 200;

class ConditionParser {
  readonly #tokens: readonly string[];
  readonly #names: ConditionNames;
  readonly #isUnknownSwitchOff: boolean;
  #at = 0;
  #depth = 0;

  constructor(expression: string, names: ConditionNames, isUnknownSwitchOff: boolean) {
    this.#tokens = expression.match(tokenPattern) ?? [];
    this.#names = names;
    this.#isUnknownSwitchOff = isUnknownSwitchOff;
  }

  whole(): ConditionValue {
    const value = this.#ternary();
    return this.#at === this.#tokens.length ? value : undefined;
  }

  #next(): string {
    const token = this.#tokens[this.#at] ?? '';
    this.#at += 1;
    return token;
  }

  #accept(token: string): boolean {
    if (this.#tokens[this.#at] !== token) {
      return false;
    }
    this.#at += 1;
    return true;
  }

  #ternary(): ConditionValue {
    const condition = this.#binary(0);
    if (!this.#accept('?')) {
      return condition;
    }
    const yes = this.#ternary();
    this.#accept(':');
    const no = this.#ternary();
    return condition === undefined ? undefined : condition !== 0 ? yes : no;
  }

  #binary(lowest: number): ConditionValue {
    let left = this.#unary();
    for (;;) {
      const operator = this.#tokens[this.#at] ?? '';
      const level = precedence.get(operator);
      if (level === undefined || level < lowest) {
        return left;
      }
      this.#at += 1;
      left = combine(operator, left, this.#binary(level + 1));
    }
  }

  #unary(): ConditionValue {
    this.#depth += 1;
    if (maxDepth < this.#depth) {
      this.#at = this.#tokens.length;
      return undefined;
    }
    const value = this.#unaryInner();
    this.#depth -= 1;
    return value;
  }

  #unaryInner(): ConditionValue {
    const token = this.#next();
    switch (token) {
      case '!': {
        const value = this.#unary();
        return value === undefined ? undefined : value === 0 ? 1 : 0;
      }
      case '-': {
        const value = this.#unary();
        return typeof value === 'number' ? computeUnary('-', value) : undefined;
      }
      case '+':
        return this.#unary();
      case '~': {
        const value = this.#unary();
        return typeof value === 'number' ? computeUnary('~', value) : undefined;
      }
      case '(': {
        const value = this.#ternary();
        this.#accept(')');
        return value;
      }
      default:
        return /^\d/.test(token) ? integerValue(token) : /^[A-Za-z_]/.test(token) ? this.#name(token) : undefined;
    }
  }

  #name(name: string): ConditionValue {
    if (name === 'defined') {
      const isParenthesized = this.#accept('(');
      const operand = this.#next();
      if (isParenthesized) {
        this.#accept(')');
      }
      return this.#names.isDefined(operand) ? 1 : 0;
    }
    if (this.#tokens[this.#at] !== '(') {
      const value = this.#names.valueOf(name);
      // C counts an unknown name as 0. That is right for a switch nobody turned on (`#if DEBUG`); what is
      // compared (`#if MAX_SKB_FRAGS > 16`) is a number from a header, which this file does not show.
      return value === undefined && this.#isUnknownSwitchOff && !this.#isOperand() ? 0 : value;
    }
    const given = this.#callArguments();
    switch (name) {
      case 'IS_ENABLED':
      case 'IS_BUILTIN':
      case 'IS_REACHABLE':
        return this.#names.isDefined(given[0] ?? '') ? 1 : 0;
      case 'IS_MODULE':
        return this.#names.isDefined(`${given[0] ?? ''}_MODULE`) ? 1 : 0;
      case 'KERNEL_VERSION':
        return kernelVersion(given);
      default:
        return undefined;
    }
  }

  /** Whether the name just read is compared or calculated with. */
  #isOperand(): boolean {
    const before = precedence.get(this.#tokens[this.#at - 2] ?? '') ?? 0;
    const after = precedence.get(this.#tokens[this.#at] ?? '') ?? 0;
    return comparison <= before || comparison <= after;
  }

  #callArguments(): readonly string[] {
    const given: string[] = [];
    let depth = 0;
    let current = '';
    while (this.#at < this.#tokens.length) {
      const token = this.#next();
      if (token === '(') {
        depth += 1;
        current += depth === 1 ? '' : token;
      } else if (token === ')') {
        depth -= 1;
        if (depth === 0) {
          break;
        }
        current += token;
      } else if (token === ',' && depth === 1) {
        given.push(current);
        current = '';
      } else {
        current += token;
      }
    }
    return [...given, current];
  }
}

// Linux Makefile (6.12), KERNEL_VERSION: one byte per part, the last one capped.
function kernelVersion(given: readonly string[]): ConditionValue {
  const [major, minor, patch] = given.map(Number);
  return major === undefined || minor === undefined || patch === undefined || Number.isNaN(major + minor + patch)
    ? undefined
    : major * 65536 + minor * 256 + Math.min(patch, 255);
}

function combine(operator: string, left: ConditionValue, right: ConditionValue): ConditionValue {
  if (operator === '&&') {
    return left === 0 || right === 0 ? 0 : left === undefined || right === undefined ? undefined : 1;
  }
  if (operator === '||') {
    const isTrue = (left !== undefined && left !== 0) || (right !== undefined && right !== 0);
    return isTrue ? 1 : left === undefined || right === undefined ? undefined : 0;
  }
  return typeof left === 'number' && typeof right === 'number' && isBinaryOperator(operator)
    ? compute(operator, left, right)
    : undefined;
}
