import type { Span } from '../base/span.js';
import type { CType } from '../index/c-type.js';
import type { BlockId, Instr, LocalId, Terminator } from './instr.js';

/** One function, lowered. Plain data without a link to the tree. */
export interface FunctionGraph {
  readonly name: string;
  readonly at: Span;
  readonly nameAt: Span;
  readonly returns: CType;
  /** The first `parameterCount` locals are the parameters, in order. */
  readonly parameterCount: number;
  readonly locals: readonly Local[];
  /** Block 0 is the entry. */
  readonly blocks: readonly BasicBlock[];
  /** Why parts could not be lowered; empty for a clean function. */
  readonly problems: readonly { readonly what: string; readonly at: Span }[];
}

export interface Local {
  readonly id: LocalId;
  /** `t3` for temporaries. */
  readonly name: string;
  readonly type: CType;
  readonly kind: 'parameter' | 'variable' | 'temporary';
  /** In memory rather than in a register: its address is taken, or it is an array, struct or union. */
  readonly inMemory: boolean;
  readonly isStatic: boolean;
  readonly at: Span;
}

export interface BasicBlock {
  readonly id: BlockId;
  readonly instrs: readonly Instr[];
  readonly end: Terminator;
  /** Set on the block a loop's back edge returns to. */
  readonly loop: LoopHeader | undefined;
}

/** Instructions of all blocks: how much there is to walk. */
export const lengthOf = ({ blocks }: FunctionGraph): number =>
  blocks.reduce((sum, { instrs }) => sum + instrs.length, 0);

export interface LoopHeader {
  /** Locals written anywhere in the loop, by which it is havocked. */
  readonly writes: readonly LocalId[];
  /** Blocks of the body, this one included. */
  readonly body: readonly BlockId[];
  readonly at: Span;
}
