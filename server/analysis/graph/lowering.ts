import { type Span, span } from '../base/span.js';
import { type CType, unknownType } from '../index/c-type.js';
import type { FileIndex } from '../index/file-index.js';
import type { MaskedText } from '../text/masked-text.js';
import type { GraphBuilder } from './graph-builder.js';
import type { BlockId, Instr, LocalId, Operand, Place, Rvalue } from './instr.js';
import type { Scopes } from './scopes.js';
import type { Syntax } from './syntax.js';

/** What lowering needs to know about the file. */
export interface LowerContext {
  readonly index: FileIndex;
  readonly text: MaskedText;
  /** Masks and parses what a macro expands to: the whole translation unit made of it. */
  readonly parseFragment: (text: string) => Syntax;
}

/** What an expression evaluates to. */
export interface Value {
  readonly operand: Operand;
  readonly type: CType;
}

/** Where an expression that may be assigned to lives. */
export type Lvalue =
  | { readonly kind: 'register'; readonly local: LocalId; readonly type: CType }
  | { readonly kind: 'memory'; readonly place: Place };

/** The state of lowering one function. Passed down everywhere; what must be restored is restored by who changed it. */
export interface Lowering extends LowerContext {
  readonly graph: GraphBuilder;
  readonly scopes: Scopes;
  readonly returns: CType;
  readonly problems: { readonly what: string; readonly at: Span }[];
  /** Names of locals that cannot be registers. Grows while lowering; when it did, the function is lowered again. */
  readonly needsMemory: Set<string>;
  /** Where the outermost macro being expanded is used: the position of everything inside. */
  macroUse: Span | undefined;
  /** Names of the macros being expanded, the outermost first. */
  readonly expanding: string[];
  /** Around a loop macro whose body is being lowered: what holds outside of the macro. */
  readonly bodies: { readonly macroUse: Span | undefined }[];
  /** Names that something in the function assigns to. */
  readonly written: ReadonlySet<string>;
  depth: number;
  readonly lowerers: Lowerers;
}

/**
 * Expressions contain statements and statements expressions, but files do not import one another in circles:
 * `lower-function.ts` fills this table, and the functions below go through it.
 */
export interface Lowerers {
  readonly expression: (cx: Lowering, node: Syntax, into: LocalId | undefined) => Value;
  readonly effect: (cx: Lowering, node: Syntax) => void;
  readonly lvalue: (cx: Lowering, node: Syntax) => Lvalue | undefined;
  readonly condition: (cx: Lowering, node: Syntax, then: BlockId, otherwise: BlockId) => void;
  readonly statement: (cx: Lowering, node: Syntax) => void;
  readonly block: (cx: Lowering, node: Syntax, into: LocalId | undefined) => Value;
  readonly aggregate: (cx: Lowering, node: Syntax, to: Place) => boolean;
  readonly initializer: (cx: Lowering, node: Syntax, to: Place) => void;
  readonly typeOf: (cx: Lowering, node: Syntax) => CType;
}

/** `into` is a hint: the value may be put there at once, and then comes back as that local. */
export const lowerExpression = (cx: Lowering, node: Syntax, into?: LocalId): Value =>
  nested(cx, node, () => cx.lowerers.expression(cx, node, into)) ?? anyValue('nested too deeply');

/** For its effects alone: no value is kept. */
export const lowerEffect = (cx: Lowering, node: Syntax): void => {
  nested(cx, node, () => cx.lowerers.effect(cx, node));
};

/** `undefined` for an expression that is only a value. */
export const lowerLvalue = (cx: Lowering, node: Syntax): Lvalue | undefined =>
  nested(cx, node, () => cx.lowerers.lvalue(cx, node));

/** Ends the current block with a branch. */
export const lowerCondition = (cx: Lowering, node: Syntax, then: BlockId, otherwise: BlockId): void => {
  nested(cx, node, () => cx.lowerers.condition(cx, node, then, otherwise));
};

export const lowerStatement = (cx: Lowering, node: Syntax): void => {
  nested(cx, node, () => cx.lowerers.statement(cx, node));
};

/** The value of `({ … })`. */
export const lowerBlockValue = (cx: Lowering, node: Syntax, into?: LocalId): Value => cx.lowerers.block(cx, node, into);

/** Copies a struct or union to `to`; `false`, and nothing done, where the expression is no aggregate. */
export const lowerAggregate = (cx: Lowering, node: Syntax, to: Place): boolean =>
  nested(cx, node, () => cx.lowerers.aggregate(cx, node, to)) ?? false;

/** `{ … }` or an expression, into memory that holds nothing yet. */
export const lowerInitializer = (cx: Lowering, node: Syntax, to: Place): void => {
  nested(cx, node, () => cx.lowerers.initializer(cx, node, to));
};

/** Without evaluating: for `sizeof` and `typeof`. */
export const typeOfExpression = (cx: Lowering, node: Syntax): CType =>
  nested(cx, node, () => cx.lowerers.typeOf(cx, node)) ?? unknownType;

/** Deeper than any code a person writes, and far from the end of the JavaScript stack. */
const maxDepth = 250;

/** `undefined` where it is too deep. */
export function nested<Result>(cx: Lowering, node: Syntax, lower: () => Result): Result | undefined {
  if (cx.depth >= maxDepth) {
    problem(cx, 'nested too deeply', spanOf(cx, node));
    return undefined;
  }
  cx.depth += 1;
  const result = lower();
  cx.depth -= 1;
  return result;
}

/** Where a finding about this node is shown: inside a macro, the use of the macro. */
export const spanOf = (cx: Lowering, node: Syntax): Span => cx.macroUse ?? span(node.start, node.end);

export function problem(cx: Lowering, what: string, at: Span): void {
  if (cx.problems.some((it) => it.what === what && it.at.start === at.start)) return;
  cx.problems.push({ what, at });
}

export const number = (value: number): Operand => ({ kind: 'number', value });
export const local = (id: LocalId): Operand => ({ kind: 'local', local: id });
export const anyOperand = (why: string): Operand => ({ kind: 'any', why });
export const anyValue = (why: string): Value => ({ operand: anyOperand(why), type: unknownType });

/** Computes into `into`, or a new temporary. */
export function assign(cx: Lowering, value: Rvalue, type: CType, at: Span, into?: LocalId): Value {
  const target = into ?? cx.graph.temporary(type, at);
  cx.graph.emit({ kind: 'assign', target, value, at });
  return { operand: local(target), type };
}

export const emit = (cx: Lowering, instr: Instr): void => cx.graph.emit(instr);

/** Copies a value to a register, unless it is there already. */
export function moveInto(cx: Lowering, target: LocalId, value: Value, at: Span): void {
  if (value.operand.kind === 'local' && value.operand.local === target) return;
  emit(cx, { kind: 'assign', target, value: { kind: 'operand', operand: value.operand }, at });
}
