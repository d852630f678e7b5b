import type { Span } from '../../base/span.js';
import type { ContractEntry } from '../../contract/entry.js';
import type { Region, RootRegion } from '../../symbolic/region.js';
import type { Term } from '../../symbolic/term.js';
import type { Program } from '../program.js';
import type { ResultTest } from './result-kind.js';

/**
 * What a function certainly does, in its own words: with its parameters and what it found in memory when it was called.
 * Only what every path does that gives the same kind of result is in here; of the rest its callers know what they know
 * of any function that is not followed.
 */
export interface Summary {
  readonly program: Program;
  /** Together they are all that can come of a call, and each excludes the others. */
  readonly outcomes: readonly Outcome[];
}

export interface Outcome {
  /** What is true of the result, all at once; nothing where there is only one outcome. */
  readonly when: readonly ResultTest[];
  readonly effects: Effects;
}

export interface Effects {
  /** Live, and found at places that the caller can name. */
  readonly made: readonly ContractEntry[];
  readonly released: readonly ReleasedThere[];
  /** What stands at those places afterwards. */
  readonly placed: readonly Placed[];
  /** What is returned, where that leads to something made. */
  readonly returned: Term | undefined;
  /** One of the places where it returns so. */
  readonly exit: Span;
}

/** Something the function found, and released on every path on which there was anything. */
export interface ReleasedThere {
  readonly entry: ContractEntry;
  /** It asked whether there is any. */
  readonly isAsked: boolean;
  /** Where its address still stands afterwards. */
  readonly stays: readonly Placed[];
}

export interface Placed {
  readonly region: Region;
  readonly value: Term;
}

export const doesNothing = ({ made, released }: Effects): boolean => made.length === 0 && released.length === 0;

/** What a function can get at that was explored to its end. */
export interface Reach {
  /** The fields it names, or a function of the file that it calls. */
  readonly fields: ReadonlySet<string>;
  readonly exposed: Exposed;
}

/** Who gets something: a function that knows the driver's structs, or one that keeps a pointer to what it cannot read. */
export type Keeper = 'driver' | 'kernel';

/** Objects that a function gives to others nobody knows, or frees. */
export type Exposed = Readonly<Record<Keeper, ReadonlySet<RootRegion>>>;
