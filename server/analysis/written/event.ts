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
    | Readonly<{ id: 'SG_OFFSET_ADDED'; list: string }>
    /** `cpu-length`: `sg->length` beside an address for the device; `dma-length`: `sg_dma_len()` beside one for the CPU. */
    | Readonly<{ id: 'SG_WRONG_LENGTH'; problem: 'cpu-length' | 'dma-length'; addressAt: Span; isOne: boolean }>
    | Readonly<{ id: 'SG_WRONG_BOUND'; bound: string; name: string; mappedAt: Span | undefined }>
    /** A loop over the entries reads the first one each time. */
    | Readonly<{ id: 'SG_HEAD_IN_LOOP'; name: string; list: string; entry: string }>
    | Readonly<{ id: 'SG_READ_BEFORE_MAP'; name: string; mappedAt: Span }>
    | Readonly<{ id: 'PHYS_TO_DMA_CALL'; conversion: string; convertedAt: Span; sink: string }>
    /** The physical address of memory whose CPU address may lie outside the linear map. */
    | Readonly<{ id: 'PHYS_OF_COHERENT'; conversion: string; what: string; isMapped: boolean }>
    | Readonly<{ id: 'DMA_TO_PHYS'; sink: string; what: string }>
    | Readonly<{ id: 'DMA_TO_POINTER'; what: string; sink: string }>
    | Readonly<{ id: 'POINTER_TO_DMA'; what: string; sink: string }>
    | Readonly<{ id: 'HANDLE_AS_PFN'; sink: string }>
    | Readonly<{ id: 'MMAP_UNBOUNDED'; name: string; problem: 'no-check' | 'overflow' }>
    | Readonly<{ id: 'MMAP_SELECTOR'; name: string; usedAt: Span }>
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

/** `noncoherent`: what imitated maintenance before `dma_alloc_noncoherent()` had a direction. */
export type OldFamily = 'any' | 'noncoherent';

/** `refused`: the allocation fails; `ignored`: the flag does nothing; `alone`: a zone without a base; `misplaced`. */
export type GfpProblem = 'refused' | 'ignored' | 'alone' | 'misplaced';

export type DirectionKind = 'transfer-direction' | 'pci-direction' | 'attribute' | 'none';

export type WrittenEventId = WrittenEvent['id'];
