import type { Brand } from '#engine';
import type { DmaBufFamily, Family, IommuFamily, ReferenceFamily } from '../api/api-function.js';
import type { Span } from '../base/span.js';
import type { Region } from '../symbolic/region.js';
import type { Term } from '../symbolic/term.js';

export type EntryId = Brand<string, 'EntryId'>;

/** Who may touch the bytes now. */
export type Owner = 'cpu' | 'device';

/** The call that made an entry, as the user wrote it. */
export interface Origin {
  readonly name: string;
  /** The called name. */
  readonly at: Span;
  /** The whole call expression. */
  readonly callAt: Span;
}

/**
 * One mapping or allocation on one path: the symbolic twin of `struct dma_debug_entry`
 * (Linux kernel/dma/debug.c, 6.12), with the ownership the kernel's own checker cannot see.
 */
export interface ContractEntry {
  /** The place in the code and the round of its loops: the same on every path that makes it there. */
  readonly id: EntryId;
  readonly family: Family;
  readonly origin: Origin;
  /** One of many that a loop makes, here or in a caller. */
  readonly madeInLoop: boolean;
  /** The calls that led to it, outermost first, its own last. */
  readonly madeAt: readonly Span[];
  /** `false` for something another function mapped: known only from its release or sync here. */
  readonly madeHere: boolean;
  readonly device: Term | undefined;
  /** The CPU address that was mapped or returned; a scatterlist for `sg`; the cookie without a kernel mapping. */
  readonly cpu: Term | undefined;
  /** `sg` only: the table the list belongs to. */
  readonly table: Term | undefined;
  /** Of a reference: what it was made of or attached to. */
  readonly base: Term | undefined;
  /** Somebody else's from now on, as soon as `kept` is known to be false. */
  readonly given: Given | undefined;
  /** What `cpu` points into. */
  readonly buffer: Region | undefined;
  /** The DMA address; `undefined` for scatterlists. */
  readonly dma: Term | undefined;
  /** Bytes; for `sg` the number of entries given to the map call. */
  readonly size: Term | undefined;
  /** `sg` only: the number of segments the map call returned. */
  readonly mapped: Term | undefined;
  readonly direction: Term | undefined;
  readonly attributes: Term | undefined;
  /** Freed by the driver core, or by nobody because the memory belongs to a pool or a subsystem. */
  readonly managed: boolean;
  /** Others can reach it and will not release it when the function that made it fails. */
  readonly ofRequest: boolean;
  /** The condition that is true exactly when the call failed; `undefined` when it cannot. */
  readonly failed: Term | undefined;
  /**
   * `unchecked`: no test of the result seen; `live`: known to have succeeded; `failed`: known to have failed;
   * `released`: unmapped or freed at `releasedAt`.
   */
  readonly state: 'unchecked' | 'live' | 'failed' | 'released';
  readonly releasedAt: Span | undefined;
  /** Where the function that is explored released it, by itself or by a call. */
  readonly releasedIn: Span | undefined;
  /** The call that released it, as in `ApiCall.key`; `undefined` where only a guess led there. */
  readonly releasedBy: string | undefined;
  readonly owner: Owner;
  /** Where the owner last changed. */
  readonly ownedSince: Span;
  /** Nothing can be said any more about who releases or tests it: an unknown function had it. */
  readonly escaped: boolean;
  /** Escaped only because the rounds of its loop that were not run may do anything to it, except test it. */
  readonly leftByLoop?: boolean;
  /** Used before anything tested it: the path goes on as if the call had succeeded, until it learns better. */
  readonly assumed?: boolean;
  /**
   * A DMA address that nothing had tested was given to a function whose answer nobody looks at: whoever else got it since
   * does not test it for this path either.
   */
  readonly passed?: { readonly at: Span; readonly to: string } | undefined;
  /**
   * Put where this path cannot see it, and others find it: by a function that was not followed and got its address, or
   * by the rounds of a loop that were not run.
   */
  readonly handedOn?: boolean;
  /**
   * The path went past a release of its kind by a condition it knew nothing of, or a helper that got the address failed
   * and nobody asked.
   */
  readonly maybeReleased: boolean;
  /** What was mapped was given back while it was: the socket buffer it belongs to. */
  readonly dropped: Span | undefined;
  /** A loop that releases what the loop before it made took another one. */
  readonly passedOver: PassedOver | undefined;
  /** Where this path stored its address, CPU or DMA. */
  readonly heldIn: readonly Region[];
  /** The DMA address was written where the device or another function finds it. */
  readonly published: Span | undefined;
  /** The device was started since the last hand-over. */
  readonly startedAt: Span | undefined;
  /** Bytes the CPU wrote while the device owned them, or since it got them back; not yet synced for the device. */
  readonly writes: readonly Write[];
  /** Tests of the result that do not tell failure from success. */
  readonly tests: readonly ErrorTest[];
}

export interface PassedOver {
  /** The release in that loop. */
  readonly at: Span;
  /** The element it releases, where that is known by its place alone. */
  readonly instead: Region | undefined;
  /** A round of the loop released something the path cannot tell from it. */
  readonly mayBeMeant: boolean;
}

/** A call that takes a reference over unless it fails. */
export interface Given {
  readonly at: Span;
  readonly name: string;
  /** True exactly when the call failed, and the reference is still the caller's. */
  readonly kept: Term;
}

export interface Write {
  readonly at: Span;
  readonly region: Region;
  readonly whileDeviceOwned: boolean;
}

export interface ErrorTest {
  readonly at: Span;
  readonly how: WrongTest;
  /** Whether the test came out as "failed" on this path. */
  readonly taken: boolean;
}

export type WrongTest =
  | 'zero'
  /** A pointer that is an error pointer when the call failed is asked for NULL. */
  | 'null'
  | 'negative'
  | 'is-err'
  | 'not-zero'
  | 'other-count'
  | 'dma-address'
  | 'mapping-error-of-allocation'
  /** A helper returns 0 for a mapping that failed, and its caller asks `dma_mapping_error()`. */
  | 'zero-of-helper'
  | 'literal';

/** Entries of one path, in the order they were made. */
export type Contract = readonly ContractEntry[];

/** Every entry after `change`; the same contract where nothing changed, so that what is known of it need not be asked again. */
export function withEach(
  contract: Contract,
  change: (entry: ContractEntry, position: number) => ContractEntry,
): Contract {
  let changed: ContractEntry[] | undefined;
  for (let at = 0; at < contract.length; at += 1) {
    const entry = contract[at];
    const after = entry === undefined ? undefined : change(entry, at);
    if (after === undefined || after === entry) continue;
    changed ??= [...contract];
    changed[at] = after;
  }
  return changed ?? contract;
}

export function replaceEntry(contract: Contract, changed: ContractEntry): Contract {
  return withEach(contract, (entry) => (entry.id === changed.id ? changed : entry));
}

export function isLive(entry: ContractEntry): boolean {
  return entry.state === 'live' || entry.state === 'unchecked';
}

/** Made by a `dma_map_*` call, as opposed to allocated. */
export function isStreaming({ family }: ContractEntry): boolean {
  return family === 'single' || family === 'sg' || family === 'resource';
}

const dmaBuf: ReadonlySet<Family> = new Set<DmaBufFamily>(['dma-buf', 'attachment', 'attachment-table']);
const iommu: ReadonlySet<Family> = new Set<IommuFamily>(['iommu-domain', 'iommu-attachment']);

export const isOfDmaBuf = ({ family }: ContractEntry): boolean => dmaBuf.has(family);
export const isOfIommu = ({ family }: ContractEntry): boolean => iommu.has(family);

/** Neither a mapping nor memory: a reference to a buffer of another driver, an attachment, an IOMMU domain. */
export const isReference = (entry: ContractEntry): entry is ContractEntry & { readonly family: ReferenceFamily } =>
  isOfDmaBuf(entry) || isOfIommu(entry);
