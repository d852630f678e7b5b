import type { ApiFunction, MemoryFunction, Role } from '../api/api-function.js';
import type { Span } from '../base/span.js';
import type { Constraints } from '../symbolic/constraints.js';
import { equal } from '../symbolic/solve.js';
import type { Region, RootRegion } from '../symbolic/region.js';
import type { Term, Terms } from '../symbolic/term.js';
import type { Verdict } from '../symbolic/verdict.js';
import type { CallingContext } from './calling-context.js';
import type { ContractEntry } from './entry.js';
import type { ContractEvent } from './event.js';

/** What the contract may ask of the path it judges. */
export interface World {
  readonly terms: Terms;
  readonly facts: Constraints;
  readonly context: CallingContext;
  /** Where memory came from, for roots that an allocator of the table returned. */
  memoryOf(root: RootRegion): Memory | undefined;
  /**
   * Whether the path came here by a test of driver state that nothing on the path had set: for a driver whose flags tell
   * the truth it may be impossible together with what happened to the entry.
   */
  isGuess(entry: ContractEntry, by?: 'way' | 'value'): boolean;
  /** The place a value was first read from. */
  readFrom(value: Term): Region | undefined;
  raise(event: ContractEvent): void;
}

/** Memory an allocation function returned. */
export interface Memory {
  readonly kind: MemoryFunction['memory'] | 'coherent';
  /** The function that returned it. */
  readonly allocator: string;
  readonly at: Span;
  readonly zeroed: boolean;
  /** What the pointer is when there was no memory. */
  readonly fails: MemoryFunction['fails'];
  /** Pages that may have no address of their own: `__GFP_HIGHMEM`. */
  readonly isHigh: boolean;
  /** Freed by the driver core when the device goes. */
  readonly managed: boolean;
  /** One of many that a loop makes. */
  readonly madeInLoop: boolean;
}

/** One call of a function of the table, with its arguments evaluated. */
export interface ApiCall {
  readonly row: ApiFunction;
  /** The same for this place and loop round on every path. */
  readonly key: string;
  /** The calls that led here, outermost first, this one last. */
  readonly calls: readonly Span[];
  /** Inside a loop of any function being run. */
  readonly isInLoop: boolean;
  /** Of a release: the innermost loop around it. */
  readonly loop: RunLoop | undefined;
  /** The called name, and the whole call. */
  readonly at: Span;
  readonly callAt: Span;
  readonly arguments: readonly Argument[];
}

export interface RunLoop {
  readonly at: Span;
  /** Nothing in it was left open so far: the path knows which rounds it takes. */
  readonly isDecided: boolean;
}

export interface Argument {
  readonly role: Role;
  readonly term: Term;
  readonly at: Span;
  /** A variable that the function assigns in more than one place. */
  readonly isChosen?: boolean;
  /** The call itself names its value, and no variable has it. */
  readonly isWritten?: boolean;
}

export function argumentOf(call: ApiCall, ...roles: readonly Role[]): Argument | undefined {
  return call.arguments.find((argument) => roles.includes(argument.role));
}

export function same(world: World, left: Term | undefined, right: Term | undefined): Verdict {
  if (left === undefined || right === undefined) return 'unknown';
  return equal(world.terms, world.facts, left, right);
}
