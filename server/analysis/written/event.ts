import type { Span } from '../base/span.js';
import type { Heuristic } from '../contract/event.js';

/**
 * What the text of a function says about a call, whatever path leads to it: wrong arguments, results nobody looks at,
 * values of one kind where another belongs. Fields only, no sentences.
 */
export type WrittenEvent = Readonly<{ at: Span; heuristics: readonly Heuristic[]; functionName: string }> &
  /** `bits`: how many address bits the mask allows, where it is a constant. */
  (
    | Readonly<{ id: 'MASK_UNCHECKED'; name: string; bits: number | undefined }>
    | Readonly<{ id: 'MASK_VALUE'; name: string; shown: string; problem: 'bit-count' | 'not-a-mask' | 'out-of-range' }>
    | Readonly<{ id: 'GFP_FLAGS'; name: string; flag: string; problem: GfpProblem }>
    | Readonly<{ id: 'NULL_DEVICE'; name: string }>
    /** `what` is gone after the call of `name`. */
    | (Readonly<{ id: 'RELEASED_WHILE_ACTIVE'; name: string; what: string; isFreed: boolean }> & StillActive)
    /** The function gives up, and the transfer on `channel` goes on. */
    | Readonly<{ id: 'LEFT_RUNNING'; channel: string; startedAt: Span }>
    /** `fails` leaves the field as it was, and its caller calls `by`, which releases it once more. */
    | Readonly<{
        id: 'RELEASED_AGAIN';
        name: string;
        what: string;
        how: ReleaseKind;
        fails: string;
        by: string;
        byAt: Span;
      }>
    /** `fails` has released it by the time something else fails; `by`, which its caller calls then, does so once more. */
    | Readonly<{
        id: 'RELEASED_BY_FAILED';
        what: string;
        how: ReleaseKind;
        fails: string;
        by: string;
        releasedAt: Span;
      }>
    /** `name` frees `what`, which has gone with the socket buffer that was built on it. */
    | Readonly<{ id: 'FREED_WITH_SKB'; name: string; what: string; freedAt: Span }>
    /** `name` fails where `allocator` does, at `allocatedAt`. */
    | Readonly<{ id: 'ALLOCATION_RESULT_IGNORED'; name: string; allocator: string; allocatedAt: Span }>
    /** A slot gets a new mapping although `failed` came before the old one was unmapped. */
    | Readonly<{ id: 'SLOT_REFILLED'; what: string; failed: string; failedAt: Span }>
    /** A loop undoes as many elements of `what` as `counter` says, which has counted something else since. */
    | Readonly<{ id: 'UNWIND_COUNT_REUSED'; what: string; counter: string; countedAt: Span; filledAt: Span }>
    /** What was put on the list `list`, a variable of the function, is mapped and on no way to the end taken from there. */
    | Readonly<{ id: 'LIST_LOST'; list: string; addedAt: Span }>
    /** An array is freed whose elements name mappings in `handle`, and `ending` comes to no release of those. */
    | Readonly<{ id: 'ARRAY_FREED_MAPPED'; what: string; handle: string; mappedAt: Span; ending: string }>
    /** `needed`: the bytes a block takes, where those are what the value is too small for. */
    | Readonly<{
        id: 'POOL_GEOMETRY';
        name: string;
        problem: GeometryProblem;
        value: number;
        needed: number | undefined;
      }>
    /** A field is written, and then the word that gives the descriptor to the device. */
    | Readonly<{ id: 'OWNER_WRITTEN_UNORDERED'; owner: string; field: string; fieldAt: Span; testedAt: Span }>
    /** The word that says whose the descriptor is was looked at, and then another field. */
    | Readonly<{ id: 'FIELD_READ_UNORDERED'; owner: string; field: string; testedAt: Span }>
    /** A barrier among processors between a write to shared memory and the register that tells the device. */
    | Readonly<{ id: 'CPU_BARRIER_FOR_DEVICE'; name: string; writtenAt: Span; toldAt: Span }>
    | Readonly<{ id: 'DOORBELL_UNORDERED'; name: string; field: string; writtenAt: Span }>
    | Readonly<{ id: 'DIRECTION_OF_ANOTHER_KIND'; name: string; constant: string; kind: DirectionKind }>
    | Readonly<{ id: 'HANDLE_POINTER_CAST'; name: string; type: string }>
    /** `maskBits`: the widest mask the file sets; the error value is lost whatever the mask is. */
    | Readonly<{ id: 'HANDLE_TRUNCATED'; name: string; type: string; maskBits: number | undefined; testedAt?: Span }>
    /** An address that something else held before. `wideAt`: where more than 32 bits of it are made use of. */
    | (Readonly<{ id: 'HANDLE_NARROWED'; what: string; type: string }> &
        Readonly<{ maskBits: number; wideAt?: never } | { maskBits?: never; wideAt: Span }>)
    /** The device of an object that does no DMA; `of`: its struct, or the function that made it. */
    | Readonly<{ id: 'CLASS_DEVICE'; name: string; device: string; of: string; others: readonly Span[] }>
    /** Mapped for the driver's device, and given to the transfer of a DMA engine. */
    | Readonly<{ id: 'CLIENT_DEVICE'; name: string; device: string; prep: string; preparedAt: Span }>
    | Readonly<{ id: 'SG_OFFSET_ADDED'; list: string }>
    /** `cpu-length`: `sg->length` beside an address for the device; `dma-length`: `sg_dma_len()` beside one for the CPU. */
    | Readonly<{ id: 'SG_WRONG_LENGTH'; problem: 'cpu-length' | 'dma-length'; addressAt: Span; isOne: boolean }>
    | Readonly<{ id: 'SG_WRONG_BOUND'; bound: string; name: string; mappedAt: Span | undefined }>
    /** The kernel's address of an entry that the kernel may have filled with a page that has none. */
    | Readonly<{ id: 'SG_HIGH_PAGE'; name: string; list: string }>
    /** A loop over the entries reads the first one each time. */
    | Readonly<{ id: 'SG_HEAD_IN_LOOP'; name: string; list: string; entry: string }>
    /** Without `mappedAt`: a list that came in a request, before the driver did anything with that. */
    | Readonly<{ id: 'SG_READ_BEFORE_MAP'; name: string; mappedAt: Span | undefined }>
    | Readonly<{ id: 'SG_READ_AFTER_UNMAP'; name: string; unmappedAt: Span }>
    /** A cursor goes on from the head of the list again and again. */
    | Readonly<{ id: 'SG_NEXT_OF_HEAD'; list: string; entry: string; startedAt: Span }>
    /** The entries that a call did are compared with those the list has, not with those it was told of. */
    | Readonly<{ id: 'SG_COMPARED_COUNT'; name: string; bound: string; mappedAt: Span }>
    | Readonly<{ id: 'PHYS_TO_DMA_CALL'; conversion: string; convertedAt: Span; sink: string }>
    /** The physical address of memory whose CPU address may lie outside the linear map. */
    | Readonly<{ id: 'PHYS_OF_COHERENT'; conversion: string; what: string; isMapped: boolean }>
    | Readonly<{ id: 'DMA_TO_PHYS'; sink: string; what: string }>
    | Readonly<{ id: 'DMA_TO_POINTER'; what: string; sink: string }>
    | Readonly<{ id: 'POINTER_TO_DMA'; what: string; sink: string }>
    | Readonly<{ id: 'HANDLE_AS_PFN'; sink: string }>
    /**
     * `cached`: the kernel's own address of the memory is cached; `overridden`, `contradicted`: `dma_mmap_*` decides by
     * itself, and as set or otherwise.
     */
    | Readonly<{
        id: 'PAGE_PROTECTION';
        name: string;
        problem: 'cached' | 'overridden' | 'contradicted';
        protection: string;
        setAt: Span;
      }>
    /** `no-flag`: mapped memory without the flag that says so; `no-address`: the flag without the address. */
    | Readonly<{ id: 'URB_FLAG'; name: string; problem: 'no-flag' | 'no-address'; allocator: string }>
    | Readonly<{ id: 'MASK_AFTER_USE'; name: string; bits: number | undefined; user: string; usedAt: Span }>
    /** `wideAt`: where the upper half of an address is used. */
    | Readonly<{ id: 'MASK_MISSING'; name: string; bus: string; wideAt: Span | undefined }>
    | Readonly<{ id: 'SEGMENT_SIZE'; name: string; mappedAt: Span }>
    /** Memory and handle are names of fields of one object; the read comes before the unmap at `releasedAt`. */
    | Readonly<{ id: 'FIELD_READ_UNSYNCED'; what: string; handle: string; mappedAt: Span; releasedAt: Span }>
    /** A buffer that only the device writes is synced for the device, and then read. */
    /** An exporter of dma-bufs answers that the CPU may begin; `name` maps for the device, or syncs for it. */
    | Readonly<{ id: 'ACCESS_BEGUN_UNSYNCED'; name: string; does: 'map' | 'sync' }>
    | Readonly<{ id: 'ACCESS_ENDED_UNSYNCED'; name: string }>
    | Readonly<{ id: 'FIELD_SYNCED_OTHER_WAY'; what: string; name: string; mappedAt: Span; readAt: Span }>
    /** `beside`: the call that does what the sync does. */
    | Readonly<{ id: 'NEEDLESS_SYNC'; name: string; beside: string; besideAt: Span }>
    /** `otherAt`: what the CPU wrote before, or reads after; `startedAt`: where the device is given the address. */
    | Readonly<{
        id: 'SKIPPED_SYNC';
        problem: 'for-device' | 'for-cpu';
        name: string;
        otherAt: Span;
        startedAt: Span | undefined;
      }>
    /** Memory of a dma-buf between no pair of calls that says so, or a pair that a return leaves open. */
    | Readonly<{ id: 'UNBRACKETED_ACCESS'; name: string; mappedAt: Span }>
    | Readonly<{ id: 'BRACKET_LEFT_OPEN'; name: string; begunAt: Span }>
    /** Through a second kernel address of the memory, which the sync does not know of. */
    | Readonly<{ id: 'ALIAS_UNFLUSHED'; problem: 'read' | 'write'; name: string; syncedAt: Span }>
    /** Cached memory of several pieces, between the CPU and the device without a sync. */
    | Readonly<{ id: 'VMAP_UNSYNCED'; access: 'read' | 'write'; startedAt: Span }>
    /** `from`: what frees it while user space may still have it. */
    | Readonly<{ id: 'FREED_WHILE_SEEN'; name: string; what: string; mappedAt: Span; from: 'ioctl' | 'unbind' }>
    | Readonly<{ id: 'LARGE_MAPPING'; name: string; bytes: number; limit: number }>
    | Readonly<{ id: 'ONE_WAY_ONLY'; name: string }>
    /** `member`: the first one nothing was stored to. */
    | Readonly<{ id: 'UNWRITTEN_BYTES'; name: string; member: string; allocator: string; allocatedAt: Span }>
    /** `__GFP_ZERO` where the memory is zeroed anyway. */
    | Readonly<{ id: 'ZERO_FLAG'; name: string }>
    /** Registers lie outside of what `virt_to_phys()` can convert. */
    | Readonly<{ id: 'PHYS_OF_REGISTERS'; conversion: string; what: string; declaredAt: Span }>
    /** A pointer whose declaration says that it leads to registers or to user space. */
    | Readonly<{ id: 'MAPPED_OTHER_SPACE'; name: string; what: string; space: 'iomem' | 'user'; declaredAt: Span }>
    | Readonly<{ id: 'MMAP_UNBOUNDED'; name: string; problem: 'no-check' | 'overflow' }>
    | Readonly<{ id: 'MMAP_SELECTOR'; name: string; usedAt: Span }>
    | Readonly<{ id: 'IOMMU_RESULT_IGNORED'; name: string }>
    /** `type`: of the unsigned variable that holds it. `test`: what it is compared with. */
    | Readonly<{
        id: 'IOMMU_SIZE_UNSIGNED';
        name: string;
        calledAt: Span;
        test: 'zero' | 'size';
        type: string | undefined;
      }>
    | Readonly<{ id: 'IOMMU_UNMAP_RESULT'; name: string; calledAt: Span }>
    | Readonly<{ id: 'IOMMU_UNMAP_SIZE'; name: string; given: string; mapped: string; mappedAt: Span }>
    /** All memory the file puts into the field was allocated for the other way. */
    | Readonly<{ id: 'WRITE_COMBINE_MISMATCH'; name: string; what: string; allocator: string; allocatedAt: Span }>
    /** `readAt`: where it was read; `size`: the elements of the array, where they are known. */
    | Readonly<{
        id: 'DEVICE_VALUE_UNBOUNDED';
        what: string;
        use: ValueUse;
        readAt: Span;
        size: number | undefined;
        isTrusted: boolean;
      }>
    /** Checked at `checkedAt` with a value that was read before this one. */
    | Readonly<{ id: 'DEVICE_VALUE_READ_TWICE'; what: string; use: ValueUse; checkedAt: Span; isTrusted: boolean }>
    | Readonly<{ id: 'POINTER_FROM_DEVICE'; what: string; storedAt: Span; readAt: Span; isTrusted: boolean }>
    | Readonly<{ id: 'OLD_NAME'; name: string; instead: string; since: string; isGone: boolean; family: OldFamily }>
    | Readonly<{
        id: 'SHARED_CACHELINE';
        name: string;
        member: string;
        struct: string;
        neighbor: string;
        memberAt: Span;
        neighborAt: Span;
        writtenAt: Span;
        /** Nothing but set-up and tear-down writes the neighbor, or the call returns when the transfer is over. */
        isMild: boolean;
      }>
  );

/** `let go`: a channel of an engine, which another may get now. */
export type ReleaseKind = 'freed' | 'unmapped' | 'let go';

/** What a value that a device may have written decides. */
export type ValueUse = 'index' | 'offset' | 'length' | 'end';

/** `noncoherent`: what imitated maintenance before `dma_alloc_noncoherent()` had a direction. */
export type OldFamily = 'any' | 'noncoherent';

/** `refused`: the allocation fails; `ignored`: the flag does nothing; `alone`: a zone without a base; `misplaced`. */
export type GfpProblem = 'refused' | 'ignored' | 'alone' | 'misplaced';

/** What the kernel runs later. */
export type HandlerKind = 'work' | 'tasklet' | 'timer';

/** Why what is released may still be in use. */
export type StillActive =
  /** Only what comes after it keeps the device away. */
  | Readonly<{ why: 'late-stop'; by: string; byAt: Span }>
  /** Only what comes after it waits for the handler `by`. */
  | Readonly<{ why: 'late-wait'; by: string; kind: HandlerKind; stop: string; byAt: Span }>
  /** Nothing of the module waits for the handler `by`. */
  | Readonly<{ why: 'no-wait'; by: string; kind: HandlerKind; byAt: Span }>
  /** `by` tells the engine to stop and does not wait until it has. */
  | Readonly<{ why: 'async-stop'; by: string; byAt: Span }>
  /** The wait `by` ended before the device did. */
  | Readonly<{ why: 'timeout'; by: string; byAt: Span }>;

/** What the pool allocator refuses; `small-boundary`: a block would never fit. */
export type GeometryProblem = 'no-size' | 'alignment' | 'boundary' | 'small-boundary';

export type DirectionKind = 'transfer-direction' | 'pci-direction' | 'attribute' | 'none';
