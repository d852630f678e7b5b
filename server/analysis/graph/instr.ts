import type { Brand } from '#engine';
import type { BinaryOperator, UnaryOperator } from '../base/arithmetic.js';
import type { Span } from '../base/span.js';
import type { CType } from '../index/c-type.js';

export type LocalId = Brand<number, 'LocalId'>;
export type BlockId = Brand<number, 'BlockId'>;

/** A value that needs no memory access: a register-like local, or something known without running. */
export type Operand =
  | { readonly kind: 'local'; readonly local: LocalId }
  /** Integers beyond 2^53 lose low bits; nothing compares those for equality. */
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'string'; readonly text: string }
  /** A name this file does not define as an object: a macro of a header, an enumerator, `DMA_TO_DEVICE`. */
  | { readonly kind: 'constant'; readonly name: string }
  | { readonly kind: 'function'; readonly name: string }
  /** `sizeof`, where the layout is not known here. */
  | { readonly kind: 'sizeof'; readonly type: CType }
  /** What a kernel macro or a construct we do not model evaluates to: any value. */
  | { readonly kind: 'any'; readonly why: string };

export type Rvalue =
  | { readonly kind: 'operand'; readonly operand: Operand }
  | { readonly kind: 'unary'; readonly operator: UnaryOperator; readonly operand: Operand }
  | { readonly kind: 'binary'; readonly operator: BinaryOperator; readonly left: Operand; readonly right: Operand }
  /** `pointer + index` and `pointer - index` (index negated before); `element` is the pointee type. */
  | { readonly kind: 'advance'; readonly pointer: Operand; readonly index: Operand; readonly element: CType }
  | { readonly kind: 'cast'; readonly type: CType; readonly operand: Operand }
  | { readonly kind: 'address'; readonly place: Place };

/** Where in memory: a root and the way from it. Array elements and fields are never flattened to bytes. */
export interface Place {
  readonly root:
    | { readonly kind: 'stack'; readonly local: LocalId }
    | { readonly kind: 'global'; readonly name: string }
    | { readonly kind: 'pointee'; readonly pointer: Operand; readonly element: CType };
  readonly steps: readonly PlaceStep[];
  /** The type of what is there. */
  readonly type: CType;
}

export type PlaceStep =
  /** `bits`: of a bit-field without a sign. */
  | { readonly kind: 'field'; readonly name: string; readonly bits?: number }
  | { readonly kind: 'element'; readonly index: Operand };

/**
 * One step of a block. `at` is the whole expression or statement in the original text; where it came out of a macro,
 * the macro's use.
 */
export type Instr =
  | { readonly kind: 'assign'; readonly target: LocalId; readonly value: Rvalue; readonly at: Span }
  | { readonly kind: 'load'; readonly target: LocalId; readonly place: Place; readonly at: Span }
  | { readonly kind: 'store'; readonly place: Place; readonly value: Operand; readonly at: Span }
  /** Aggregates: `*a = *b`, `struct s x = y`, initializers with `zero` first. */
  | { readonly kind: 'copy'; readonly to: Place; readonly from: Place; readonly at: Span }
  | { readonly kind: 'zero'; readonly place: Place; readonly at: Span }
  | CallInstr
  /** Forget these locals: inline assembly, a construct we do not model. */
  | { readonly kind: 'forget'; readonly locals: readonly LocalId[]; readonly why: string; readonly at: Span };

export interface CallInstr {
  readonly kind: 'call';
  readonly target: LocalId | undefined;
  readonly callee:
    | { readonly kind: 'name'; readonly name: string }
    /** Through a pointer; `via` is the field or variable it was read from, as text: `ops->start`. */
    | { readonly kind: 'pointer'; readonly pointer: Operand; readonly via: string };
  readonly arguments: readonly Operand[];
  readonly at: Span;
  /** The called name alone: where a finding about this call is shown. */
  readonly calleeAt: Span;
  readonly argumentsAt: readonly Span[];
  /** A call nobody wrote: a clean-up that runs at scope exit. */
  readonly implied: boolean;
}

export type Terminator =
  | { readonly kind: 'jump'; readonly to: BlockId; readonly at: Span; readonly how: 'goto' | 'fallthrough' | 'loop' }
  | {
      readonly kind: 'branch';
      /** Taken when not zero. */
      readonly condition: Operand;
      readonly then: BlockId;
      readonly otherwise: BlockId;
      readonly at: Span;
    }
  | {
      readonly kind: 'switch';
      readonly value: Operand;
      /** Ranges (`case A ... B`) are inclusive. */
      readonly cases: readonly { readonly from: Operand; readonly to: Operand; readonly block: BlockId }[];
      readonly otherwise: BlockId;
      readonly at: Span;
    }
  | { readonly kind: 'return'; readonly value: Operand | undefined; readonly at: Span }
  /** `BUG()`, `panic()`, `unreachable()`. */
  | { readonly kind: 'never'; readonly at: Span }
  /** The path ends here because we cannot go on: computed goto, a syntax error inside. */
  | { readonly kind: 'unsupported'; readonly what: string; readonly at: Span };
