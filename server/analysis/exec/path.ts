import type { PersistentMap } from '#engine';
import type { PlayedCall } from '../api/api-function.js';
import type { Span } from '../base/span.js';
import type { CallingContext } from '../contract/calling-context.js';
import { type Contract, type ContractEntry, withEach } from '../contract/entry.js';
import type { Argument } from '../contract/world.js';
import type { BlockId, LocalId } from '../graph/instr.js';
import type { Constraints } from '../symbolic/constraints.js';
import type { RootRegion } from '../symbolic/region.js';
import type { Store } from '../symbolic/store.js';
import type { Term } from '../symbolic/term.js';
import type { Program } from './program.js';

/** One path under exploration. Forking is an assignment: nothing reachable from here is ever mutated. */
export interface Path {
  readonly frame: Frame;
  readonly store: Store;
  readonly facts: Constraints;
  readonly contract: Contract;
  readonly context: CallingContext;
  /** Memory allocated by this path that something else keeps a pointer to. */
  readonly kept: ReadonlySet<RootRegion>;
  readonly freed: ReadonlySet<RootRegion>;
  /** What the owner of a request was told of it. */
  readonly told: 'failure' | 'result' | undefined;
  readonly trace: Trace | undefined;
}

/** One function being executed, and where. */
export interface Frame {
  readonly program: Program;
  /** Stands for the calls that led here, so that the same call site has the same name on every path. */
  readonly key: string;
  readonly depth: number;
  readonly block: BlockId;
  /** The next instruction of the block. */
  readonly index: number;
  readonly locals: PersistentMap<LocalId, Term>;
  /** How often each loop header was entered since the loop was. */
  readonly rounds: PersistentMap<BlockId, number>;
  readonly caller: Caller | undefined;
}

export interface Caller {
  readonly frame: Frame;
  readonly target: LocalId | undefined;
  /** What the callee was given. */
  readonly values: readonly Term[];
  readonly callAt: Span;
}

/** What happened on a path that matters to DMA, newest first. */
export interface Trace {
  readonly step: TraceStep;
  readonly before: Trace | undefined;
  readonly length: number;
}

export type TraceStep =
  | {
      readonly kind: 'branch';
      readonly at: Span;
      readonly holds: boolean;
      readonly depth: number;
      readonly choice: Choice | undefined;
    }
  | { readonly kind: 'enter'; readonly at: Span; readonly functionName: string; readonly depth: number }
  /** `gives`: its caller looks at what it returned. */
  | { readonly kind: 'leave'; readonly at: Span; readonly depth: number; readonly gives: boolean }
  /** A call that made, changed or ended an entry; the entry as it is afterwards. */
  | {
      readonly kind: 'api';
      readonly at: Span;
      readonly name: string;
      readonly entry: ContractEntry;
      readonly does: ApiStep;
      /** Of a sync: the bytes it names, as an offset from the address and a length. */
      readonly part: Part | undefined;
    }
  /** A call that leaves the contract as it is, and that a machine can do something at. */
  | {
      readonly kind: 'use';
      readonly at: Span;
      readonly name: string;
      readonly plays: PlayedCall;
      readonly arguments: readonly Argument[];
      readonly result: Term | undefined;
      /** The mapping or allocation it is about, where there is one. */
      readonly entry: ContractEntry | undefined;
    }
  | { readonly kind: 'access'; readonly at: Span; readonly entry: ContractEntry; readonly access: 'read' | 'write' }
  | { readonly kind: 'goto'; readonly at: Span; readonly depth: number }
  /** `entries`: what the device was told of by this very call, or starts with for the first time since it owns it. */
  | { readonly kind: 'start'; readonly at: Span; readonly name: string; readonly entries: readonly ContractEntry[] };

/** A branch whose outcome the path did not know before. */
export interface Choice {
  readonly condition: Term;
  /** `Frame.key` of the function that branched, the block it went to, and the one it did not go to. */
  readonly frameKey: string;
  readonly taken: BlockId;
  readonly notTaken: BlockId;
}

export interface Part {
  readonly offset: Term | undefined;
  readonly size: Term | undefined;
}

export type ApiStep = 'map' | 'unmap' | 'allocate' | 'free' | 'sync-for-cpu' | 'sync-for-device';

export function record(path: Path, step: TraceStep): Path {
  return pathWith(path, { trace: { step, before: path.trace, length: (path.trace?.length ?? 0) + 1 } });
}

/** The steps of a trace, oldest first. */
export function stepsOf(trace: Trace | undefined): readonly TraceStep[] {
  const steps: TraceStep[] = [];
  for (let at = trace; at !== undefined; at = at.before) steps.push(at.step);
  return steps.reverse();
}

export function setLocal(path: Path, local: LocalId, value: Term): Path {
  return withFrame(path, frameWith(path.frame, { locals: path.frame.locals.set(local, value) }));
}

/** Parts to replace; none of them becomes undefined. */
type Changed<Of> = { readonly [Part in keyof Of]?: Exclude<Of[Part], undefined> };

/**
 * The path with some of its parts replaced. They are written out because on Node 20 every place with an object spread
 * makes its objects a hidden class of their own: the spread is eight times slower, and so is all that reads paths of many.
 */
export function pathWith(path: Path, changed: Changed<Path>): Path {
  return {
    frame: changed.frame ?? path.frame,
    store: changed.store ?? path.store,
    facts: changed.facts ?? path.facts,
    contract: changed.contract ?? path.contract,
    context: changed.context ?? path.context,
    kept: changed.kept ?? path.kept,
    freed: changed.freed ?? path.freed,
    told: changed.told ?? path.told,
    trace: changed.trace ?? path.trace,
  };
}

/** The frame after a step, for the same reason. */
export function frameWith(frame: Frame, changed: Changed<Omit<Frame, 'program' | 'key' | 'depth'>>): Frame {
  return {
    program: frame.program,
    key: frame.key,
    depth: frame.depth,
    block: changed.block ?? frame.block,
    index: changed.index ?? frame.index,
    locals: changed.locals ?? frame.locals,
    rounds: changed.rounds ?? frame.rounds,
    caller: changed.caller ?? frame.caller,
  };
}

export function withFrame(path: Path, frame: Frame): Path {
  return pathWith(path, { frame });
}

/** The name of a place in the code on this path: the same for every path that gets there in the same loop rounds. */
export function siteKey(path: Path, at: Span): string {
  let rounds = '';
  for (const [header, count] of path.frame.rounds) if (count > 0) rounds += `.${header}x${count}`;
  return `${path.frame.key}${at.start}-${at.end}${rounds}`;
}

/** The path after what `mark` says is true of the entries that are meant; the same path where none is. */
export function withMarked(path: Path, isMeant: (entry: ContractEntry) => boolean, mark: Partial<ContractEntry>): Path {
  const contract = withEach(path.contract, (entry) => (isMeant(entry) ? { ...entry, ...mark } : entry));
  return contract === path.contract ? path : pathWith(path, { contract });
}
