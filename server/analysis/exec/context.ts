import type { ApiFunction } from '../api/api-function.js';
import type { Called } from '../contract/calling-context.js';
import type { ContractEntry } from '../contract/entry.js';
import type { ContractEvent } from '../contract/event.js';
import type { Memory, World } from '../contract/world.js';
import type { FileIndex } from '../index/file-index.js';
import type { Span } from '../base/span.js';
import type { Interval } from '../symbolic/interval.js';
import type { Region, RootRegion } from '../symbolic/region.js';
import type { Term, Terms } from '../symbolic/term.js';
import type { FieldNotes, NamedPlace } from './field-notes.js';
import { isGuess } from './guess.js';
import type { Path } from './path.js';
import type { Program } from './program.js';
import type { Keeper, Reach, Summary } from './summary/summary.js';

/** What stays the same while one file is executed. */
/** What a function of another file may do, going by the names in it and in what it mentions. */
export interface DoneElsewhere {
  readonly fields: ReadonlySet<string>;
  readonly mayRelease: boolean;
}

export interface ExecContext {
  readonly terms: Terms;
  readonly index: FileIndex;
  /** The lowered functions of the DMA cone. */
  readonly programs: ReadonlyMap<string, Program>;
  readonly apiByName: (name: string) => ApiFunction | undefined;
  /** What exploring a function by itself took, once that was done. */
  readonly stepsOf: (name: string) => number | undefined;
  /** What a function returns that was explored by itself, to the end. */
  readonly returnedBy: (name: string) => Interval | undefined;
  /** What a function certainly does that was explored by itself, to the end; for those of its callers that do not follow it. */
  readonly summaryOf: (name: string) => Summary | undefined;
  /** What such a function can get at. */
  readonly reachOf: (name: string) => Reach | undefined;
  /** Objects that the function being explored freed or gave away, on any path: filled as it goes. */
  readonly exposed: Readonly<Record<Keeper, Set<RootRegion>>>;
  /** Whether a function of the cone leads to no call of the API. */
  readonly isAside: (name: string) => boolean;
  /** The fields a function of this file, or what it calls here, names; `undefined` for any other function. */
  readonly touchedFields: (name: string) => ReadonlySet<string> | undefined;
  /** What one of another file of the module can do, as far as its text shows what it calls. */
  readonly doneElsewhere: (name: string) => DoneElsewhere | undefined;
  readonly constantByName: (name: string) => number | undefined;
  readonly observer: Observer;
  /**
   * Where memory came from, by the root its pointer leads to. Roots are named by the place that made them, so every
   * path enters the same fact.
   */
  readonly memory: Map<RootRegion, Memory>;
  /** Where a value was first read from, so that a list in a driver object is known to be reachable through it. */
  readonly readFrom: Map<Term, Region>;
  /** What stands in a field since the call that made the object, and never changes. */
  readonly madeWith: Map<Region, Term | undefined>;
  /** The addresses that a value stands for which paths were joined with. */
  readonly joinedFrom: Map<Term, Set<Term>>;
  /** Objects known by a member alone, and the pointer to that: `q.next` of `list_entry(q.next, …)`. */
  readonly memberOf: Map<Term, Term>;
  /** How a place was written where some path came to it first. */
  readonly placeOf: Map<Region, NamedPlace>;
  /** What the function being explored leaves in fields, and takes from them. */
  readonly fieldNotes: FieldNotes;
  /** Where some path stored the pointer to memory it allocated. */
  readonly storedIn: Map<RootRegion, Set<Region>>;
  /** Fields that some function of the cone writes; any other keeps its value across calls nothing is known of. */
  readonly writtenFields: ReadonlySet<string>;
  /** How others call a function of the file. */
  readonly calledAs: (name: string) => Called | undefined;
  /** Whether a function that is not followed may leave a critical section its caller entered. */
  readonly leavesSections: (name: string) => boolean;
  /** Functions a bus calls for a new device. */
  readonly probes: ReadonlySet<string>;
  /** Functions that start something, and whose counterpart is called only when they succeed. */
  readonly openers: ReadonlySet<string>;
  /** Whether nobody but the function being explored will release what fields hold, once it has failed. */
  readonly isLeftAlone: (entry: ContractEntry) => boolean;
  /** Whether a caller fails because of a function that returns this, and nobody releases what fields hold. */
  readonly isGivenUp: (entry: ContractEntry, returned: Interval | undefined) => boolean;
  /** Whether all callers are known, and none of them releases it where a call that returns this leads them. */
  readonly isUnaided: (entry: ContractEntry, returned: Interval | undefined) => boolean;
  /** Whether all who release it ask before whether a field is set, and one of these is not, or callers clear it now. */
  readonly isShutOut: (entry: ContractEntry, returned: Interval | undefined, cleared: readonly string[]) => boolean;
  /** What callers followed, and what they met and did not follow. */
  readonly followed: Set<string>;
  readonly notFollowed: Set<string>;
  /** Fields that some function of the file tests with `dma_mapping_error()`. */
  readonly testedFields: ReadonlySet<string>;
  /** Fields of the file's own structs that no function compares, or gives away to be compared. */
  readonly untestedFields: ReadonlySet<string>;
}

/** Who listens while paths are explored. */
export interface Observer {
  event(event: ContractEvent, path: Path): void;
  /** An expression that stands for an entry, with the entry as it is there on this path. */
  site(at: Span, entry: ContractEntry, path: Path): void;
}

export function worldOf(cx: ExecContext, path: Path): World {
  return {
    terms: cx.terms,
    facts: path.facts,
    context: path.context,
    memoryOf: (root) => cx.memory.get(root),
    isGuess: (entry, by) => isGuess(path, entry, by),
    readFrom: (value) => cx.readFrom.get(value),
    raise: (event) => cx.observer.event(event, path),
  };
}
