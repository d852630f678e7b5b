import type { Span } from '../base/span.js';
import type { Region } from '../symbolic/region.js';
import type { Term } from '../symbolic/term.js';
import type { BadMemory, MappedBy } from './bad-memory.js';
import type { Verdict } from '../symbolic/verdict.js';
import type { AtomicCause } from './calling-context.js';
import type { ContractEntry, WrongTest } from './entry.js';

/**
 * What the contract states about a path: those of the engine's protocol events that terms decide. Fields only, no text.
 * `at` is the primary location of the finding that may come of it.
 */
export type ContractEvent = Readonly<{ at: Span; heuristics: readonly Heuristic[] }> &
  (
    | Readonly<{ id: 'MAP_ERROR_UNCHECKED'; entry: ContractEntry; use: Use }>
    | Readonly<{ id: 'WRONG_ERROR_CHECK'; entry: ContractEntry; test: WrongTest; use: Use }>
    | Readonly<{ id: 'ALLOC_NULL_UNCHECKED'; entry: ContractEntry; use: Use }>
    /** Tested, and used on the very path on which the test said that it failed. */
    | Readonly<{ id: 'FAILED_USED'; entry: ContractEntry; use: Use }>
    | Readonly<{ id: 'LEAK_MAPPING'; entry: ContractEntry; exit: Exit }>
    | Readonly<{ id: 'LEAK_ALLOCATION'; entry: ContractEntry; exit: Exit }>
    /** A loop that undoes what an earlier loop did misses one. */
    | Readonly<{ id: 'INCOMPLETE_UNWIND'; entry: ContractEntry; instead: Region | undefined; functionName: string }>
    | Readonly<{ id: 'DOUBLE_UNMAP'; entry: ContractEntry; first: Span }>
    | Readonly<{ id: 'DOUBLE_FREE'; entry: ContractEntry; first: Span }>
    /** Release of a handle whose mapping failed on this path. */
    | Readonly<{ id: 'UNMAP_INVALID_ADDRESS'; entry: ContractEntry; name: string }>
    /** Release of something this path never mapped: `what` still has the value of its declaration. */
    | Readonly<{ id: 'UNMAP_NOT_MAPPED'; name: string; what: string; declaredAt: Span | undefined }>
    /** `samePages`: both sizes round up to the same number of pages. */
    | Readonly<{ id: 'SIZE_MISMATCH'; entry: ContractEntry; size: Term; samePages: boolean }>
    | Readonly<{ id: 'DIRECTION_MISMATCH'; entry: ContractEntry; direction: Term }>
    | Readonly<{ id: 'FUNCTION_MISMATCH'; entry: ContractEntry; name: string }>
    | Readonly<{ id: 'CPU_ADDRESS_MISMATCH'; entry: ContractEntry; cpu: Term }>
    | Readonly<{ id: 'DMA_ADDRESS_MISMATCH'; entry: ContractEntry; dma: Term }>
    /** `isMappedCount`: the count is what the map call returned. */
    | Readonly<{ id: 'SG_WRONG_COUNT'; entry: ContractEntry; count: Term; isMappedCount: boolean }>
    | Readonly<{ id: 'BAD_MEMORY'; memory: BadMemory; name: string; by: MappedBy }>
    | Readonly<{
        id: 'BAD_POINTER';
        name: string;
        problem: 'null' | 'untested' | 'error-pointer' | 'no-bytes';
        allocated: Readonly<{ what: string; allocator: string; at: Span }> | undefined;
      }>
    /** `isSame`: both start at the same byte. */
    | Readonly<{ id: 'OVERLAPPING_MAPPINGS'; entry: ContractEntry; other: ContractEntry; isSame: boolean }>
    /** `isOnlyWay`: blocks of this pool are zeroed by nobody else. */
    | Readonly<{ id: 'REDUNDANT_ZEROING'; entry: ContractEntry; name: string; isOnlyWay: boolean }>
    /** Of memory that somebody used, or that came from elsewhere: what another path says of this place does not count. */
    | Readonly<{ id: 'ZEROING_NEEDED' }>
    | Readonly<{ id: 'MISSING_SYNC_FOR_CPU'; entry: ContractEntry; region: Region; startedAt: Span }>
    | Readonly<{ id: 'MISSING_SYNC_FOR_DEVICE'; entry: ContractEntry; wroteAt: Span }>
    /** `before`: the hand-over, unmap or return that follows without a sync for device. */
    | Readonly<{ id: 'CPU_WRITE_DEVICE_OWNED'; entry: ContractEntry; region: Region; before: Span | undefined }>
    | Readonly<{
        id: 'COOKIE_DEREF';
        entry: ContractEntry;
        access: 'read' | 'write' | 'passed';
        to: string | undefined;
      }>
    | Readonly<{
        id: 'ATTR_MISMATCH';
        entry: ContractEntry;
        name: string;
        missing: readonly string[];
        extra: readonly string[];
      }>
    /** `name` is the function that frees it. */
    | Readonly<{ id: 'BUFFER_FREED_MAPPED'; entry: ContractEntry; name: string }>
    /** The memory beside a handle was freed before the handle is unmapped. */
    | Readonly<{
        id: 'UNMAPPED_AFTER_FREE';
        name: string;
        dma: Term;
        buffer: Term;
        /** The names of the fields both were found in. */
        fields: Readonly<{ handle: string; memory: string }>;
      }>
    /** `how`: built anew or freed, or mapped a second time. */
    | Readonly<{ id: 'LIST_CHANGED_MAPPED'; entry: ContractEntry; name: string; how: 'built' | 'freed' | 'mapped' }>
    | Readonly<{ id: 'HANDLE_OVERWRITTEN'; entry: ContractEntry; place: Region; by: ContractEntry }>
    /** Freed by the driver core and by the driver, or by a function that finds no record of it. */
    | Readonly<{ id: 'MANAGED_MIXED'; entry: ContractEntry; name: string; isManaged: boolean }>
    | Readonly<{ id: 'POOL_MISMATCH'; entry: ContractEntry; pool: Term }>
    | Readonly<{ id: 'POOL_DESTROYED_BUSY'; entry: ContractEntry; name: string }>
    /** `entry` is the pool, destroyed at `first`. */
    | Readonly<{ id: 'POOL_USED_DESTROYED'; entry: ContractEntry; name: string; first: Span }>
    | Readonly<{ id: 'DEVICE_MISMATCH'; entry: ContractEntry; device: Term; name: string }>
    | Readonly<{ id: 'USE_AFTER_UNMAP'; entry: ContractEntry; name: string }>
    | Readonly<{ id: 'USE_AFTER_FREE'; entry: ContractEntry; region: Region; by: string | undefined }>
    | Readonly<{ id: 'SYNC_DIRECTION'; entry: ContractEntry; direction: Term }>
    /** Nothing that is known to reach the field releases what was put there. */
    | Readonly<{ id: 'FIELD_NEVER_RELEASED'; entry: ContractEntry; field: string }>
    /** The same the other way: nothing that is known puts anything there; `object` is the struct. */
    | Readonly<{ id: 'FIELD_NEVER_FILLED'; name: string; field: string; object: string }>
    /** A function is told a direction and forgets it; the field that the mappings read theirs from is never set. */
    | Readonly<{ id: 'DIRECTION_NOT_KEPT'; parameter: string; field: string; object: string }>
    | Readonly<{ id: 'SYNC_RANGE'; entry: ContractEntry; offset: Term; size: Term }>
    | Readonly<{
        id: 'SYNC_NOT_MAPPED';
        entry: ContractEntry;
        name: string;
        state: 'allocated' | 'failed' | 'released';
        /** More syncs of what the same call allocated. */
        others: readonly Span[];
      }>
    | Readonly<{ id: 'SYNC_SG_COUNT'; entry: ContractEntry; count: Term; isMappedCount: boolean }>
    | Readonly<{
        id: 'NONCOHERENT_UNSYNCED';
        entry: ContractEntry;
        region: Region;
        startedAt: Span;
        access: 'read' | 'write';
      }>
    | Readonly<{ id: 'REFERENCE_LEAK'; entry: ContractEntry; exit: Exit }>
    | Readonly<{ id: 'REFERENCE_UNCHECKED'; entry: ContractEntry; use: Use }>
    /** What it was attached to was given back first, at `first`. */
    | Readonly<{ id: 'REFERENCE_ORDER'; entry: ContractEntry; name: string; before: ContractEntry; first: Span }>
    | Readonly<{ id: 'REFERENCE_DIRECTION'; entry: ContractEntry; name: string; direction: Term }>
    /** `byFlags`: it would not sleep with other flags. */
    | Readonly<{ id: 'SLEEPS_IN_ATOMIC'; name: string; byFlags: boolean; cause: AtomicCause }>
    | Readonly<{ id: 'FREED_IN_ATOMIC'; name: string; irqsOff: boolean; cause: AtomicCause }>
    /** `maySleep`: what this path knows; it matters only where all of them agree. */
    | Readonly<{ id: 'ATOMIC_ALLOCATION'; name: string; flag: string; maySleep: Verdict }>
    | Readonly<{ id: 'PHYS_AS_DMA'; conversion: string; convertedAt: Span; sink: string }>
  );

export type Leak = Extract<ContractEvent, { id: 'LEAK_MAPPING' | 'LEAK_ALLOCATION' | 'REFERENCE_LEAK' }>;

/** A claim about the end of a path. */
export function isLeak(event: ContractEvent): event is Leak {
  return event.id === 'LEAK_MAPPING' || event.id === 'LEAK_ALLOCATION' || event.id === 'REFERENCE_LEAK';
}

/** What a result was used for before anything tested it. */
export interface Use {
  readonly at: Span;
  readonly how: 'given-to-device' | 'stored' | 'released' | 'synced' | 'dereferenced' | 'passed';
  /** What it was given to, as written: `writel`, `desc->addr`. */
  readonly to: string | undefined;
}

export interface Exit {
  /** `reachable`: others can still find it. */
  readonly how: 'error-return' | 'container-freed' | 'dropped' | 'reachable';
  readonly functionName: string;
  /** Another exit that does release it. */
  readonly sibling: Span | undefined;
  /** What this exit released of the steps before it. */
  readonly undone: readonly ContractEntry[];
  /** Others can find it, and no caller releases it where this failure leads it. */
  readonly isUnaided: boolean;
  /** What releases it asks for a field first that this failure clears: no caller makes up for it. */
  readonly isShutOut: boolean;
}

/** What an event rests on besides proof: none is high confidence, one medium, more low. */
export type Heuristic =
  /** The return value counts as failure by the usual convention, not by a constant. */
  | 'error-return-by-convention'
  /** A register write after the address was published counts as starting the device. */
  | 'start-by-register-write'
  /** The buffer behind a handle that another function mapped is inferred. */
  | 'buffer-behind-handle'
  /** A size was changed by an amount that is not zero on every run. */
  | 'changed-by-variable-amount'
  /** What both sides read from a field is taken to be the same. */
  | 'unchanged-field'
  /** Nothing the analysis knows of owns the object that holds the handle. */
  | 'no-owner-found'
  /** A field of the driver that nobody in sight fills is the driver's device. */
  | 'client-device';
