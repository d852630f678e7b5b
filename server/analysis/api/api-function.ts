/** What a parameter of a kernel function is to the contract. */
export type Role =
  | 'device'
  | 'cpu-address'
  | 'page'
  | 'offset'
  | 'dma-address'
  | 'size'
  | 'direction'
  | 'attributes'
  | 'scatterlist'
  | 'sg-table'
  | 'entries'
  | 'gfp-flags'
  | 'pool'
  | 'physical-address'
  | 'skb-fragment'
  /** `dma_addr_t *`: the call writes the DMA address there. */
  | 'dma-address-out'
  /** `struct page **`, `void **`: the call writes its result there. */
  | 'result-out'
  /** Memory right behind the pointer that the function reads or writes for the CPU, without keeping it. */
  | 'cpu-read'
  | 'cpu-write'
  /** A buffer the called subsystem will map for DMA itself. */
  | 'dma-buffer'
  /** How a request went, told to its owner: a negative one is a failure. */
  | 'status'
  /** Kept as it is; nothing behind it changes in a way the analysis follows. */
  | 'ignored'
  /** A macro assigns to the argument itself: `val` of `readl_poll_timeout()`, `flags` of `spin_lock_irqsave()`. */
  | 'assigned'
  /** A reference or an attachment that the function takes or gives back: see `ReferenceFamily`. */
  | 'reference'
  /** What a reference is made of or an attachment is made to; it has to be there while that lasts. */
  | 'base'
  /** The function owns the reference from now on, unless it returns a negative number: `dma_buf_fd()`. */
  | 'given'
  /**
   * Others reach it from now on, and this path still owns it: `dev_set_drvdata()`, the cookie of `request_irq()`,
   * a work item that was queued. Without better knowledge it is `kept`.
   */
  | 'shared'
  /** Whatever is reachable from it may change. */
  | 'changed'
  /** The function keeps the pointer or frees what is behind it: ownership leaves this path. */
  | 'kept';

/** The arguments that say which mapping or allocation a call is about. */
export const identities: ReadonlySet<Role> = new Set(['cpu-address', 'dma-address', 'page', 'scatterlist', 'sg-table']);

export type Family =
  | 'single'
  | 'sg'
  | 'resource'
  | 'coherent'
  | 'noncoherent'
  | 'noncontiguous'
  | 'pool'
  | ReferenceFamily;

/** What is neither a mapping nor memory of the driver, and has to be given back all the same. */
export type ReferenceFamily = DmaBufFamily | IommuFamily;
export type DmaBufFamily = 'dma-buf' | 'attachment' | 'attachment-table';
export type IommuFamily = 'iommu-domain' | 'iommu-attachment';

interface Base {
  readonly name: string;
  readonly parameters: readonly Role[];
  /** What every argument after the listed ones is, where the function takes any number of them. */
  readonly rest?: Role;
  /** Kernel file and version this row was read from. */
  readonly source: string;
}

/** What a kernel function means to the contract. The executor never looks inside its body. */
export type ApiFunction =
  | MapFunction
  | ReleaseFunction
  | AllocateFunction
  | FreeFunction
  | SyncFunction
  | CheckFunction
  | MemoryFunction
  | PlainFunction;

/** Makes a streaming mapping. */
export interface MapFunction extends Base {
  readonly does: 'map';
  readonly family: 'single' | 'sg' | 'resource';
  /** `zero-or-negative`: the errno of `dma_map_sgtable`; `count`: 0 means failure. */
  readonly returns: 'dma-address' | 'entries-mapped' | 'zero-or-negative' | 'count-or-negative';
  readonly undoneBy: readonly string[];
  /** The direction where the name fixes it instead of a parameter. */
  readonly direction?: number;
  readonly managed?: boolean;
  /** What is mapped belongs to a request: when the function that maps it fails, the owner of the request unmaps nothing. */
  readonly ofRequest?: boolean;
}

/** Ends a streaming mapping. */
export interface ReleaseFunction extends Base {
  readonly does: 'unmap';
  readonly family: 'single' | 'sg' | 'resource';
}

/** Allocates memory for DMA. */
export interface AllocateFunction extends Base {
  readonly does: 'allocate';
  readonly family: 'coherent' | 'noncoherent' | 'noncontiguous' | 'pool';
  readonly returns: 'cpu-address' | 'page' | 'sg-table' | 'pool';
  readonly undoneBy: readonly string[];
  /** Attributes the name fixes: `DMA_ATTR_WRITE_COMBINE` for `dma_alloc_wc`. */
  readonly attributes?: readonly string[];
  /** Released by the driver core. */
  readonly managed?: boolean;
  /** Where it is not what its family says: memory of a pool is what its last user left, all other is zeroed since 5.0. */
  readonly zeroed?: boolean;
}

export interface FreeFunction extends Base {
  readonly does: 'free';
  readonly family: 'coherent' | 'noncoherent' | 'noncontiguous' | 'pool';
  readonly attributes?: readonly string[];
  readonly managed?: boolean;
  /** Up to so many bytes it gives back a block of a pool, which may be done anywhere. */
  readonly pooledUpTo?: number;
}

export interface SyncFunction extends Base {
  readonly does: 'sync-for-cpu' | 'sync-for-device';
  readonly family: 'single' | 'sg';
}

/** `dma_mapping_error()` and its relatives: not zero means the mapping failed. */
export interface CheckFunction extends Base {
  readonly does: 'check-error';
}

/** Gives memory, or takes it back. */
export interface MemoryFunction extends Base {
  readonly does: 'get-memory' | 'put-memory';
  /** `remapped`: RAM that may or may not have pages of its own. */
  readonly memory: 'heap' | 'pages' | 'vmalloc' | 'kmap' | 'iomem' | 'remapped' | 'maybe-vmalloc' | 'stack' | 'percpu';
  /** The failure value: `never` for `__GFP_NOFAIL` helpers. */
  readonly fails?: 'null' | 'error-pointer' | 'never';
  readonly zeroed?: boolean;
  readonly managed?: boolean;
  /** Drops one reference; others may keep the memory alive: `put_page()`, `kfree_skb()`. */
  readonly counted?: boolean;
  /** The field of it that leads to memory which goes with it: `data` of a socket buffer. */
  readonly data?: string;
}

/** What a machine can do at a call that changes nothing the contract follows. */
export type PlayedCall =
  | 'mmap'
  | 'sg-table'
  | 'vmap'
  | 'attach'
  | 'detach'
  | 'map-attachment'
  | 'unmap-attachment'
  | 'begin-cpu-access'
  | 'end-cpu-access'
  | 'map-shared'
  | 'unmap-shared';

/** Any other function whose effect is known. */
export interface PlainFunction extends Base {
  readonly does: 'plain';
  readonly plays?: PlayedCall;
  /** Takes its first argument off the list it is on. */
  readonly unlinks?: boolean;
  readonly effect: /** Changes nothing the analysis follows. */
    | 'none'
    /** The device may start: doorbells, `dma_async_issue_pending()`, `usb_submit_urb()`. */
    | 'hand-over'
    /** Does not come back: `BUG()`, `panic()`. */
    | 'never-returns'
    /** Comes back only when its first argument is zero: `BUG_ON()`. */
    | 'asserts-zero'
    /** Whether its argument is an error pointer: `IS_ERR()`; or NULL too: `IS_ERR_OR_NULL()`. */
    | 'tests-error-pointer'
    | 'tests-error-or-null'
    /** The error number of an error pointer, else 0: `PTR_ERR_OR_ZERO()`. */
    | 'error-or-zero'
    /** A value-preserving conversion of its first argument: byte swaps, `lower_32_bits()`. */
    | 'same-value'
    /** The upper 32 of 64 bits: `upper_32_bits()`. */
    | 'upper-half'
    /** CPU address to physical address: `virt_to_phys()`, `page_to_phys()`. */
    | 'to-physical'
    /** The struct around the member its first argument points to; type and member follow as text: `container_of()`. */
    | 'container'
    /** CPU address to page or back: same memory. */
    | 'to-page'
    | 'from-page'
    /** The page of a frame number: `pfn_to_page()`. */
    | 'frame-to-page'
    /** The page that an entry of a list was given: `sg_page()`. */
    | 'listed-page'
    /** Its value is what its argument points to, or it puts its first argument there: `get_unaligned_le32()`. */
    | 'loads'
    | 'stores'
    /** Copies memory, with the roles `cpu-write` and `cpu-read` saying which side. */
    | 'copy'
    /** Waits for the device: completions, interrupts, polling. */
    | 'wait';
  readonly returns?:
    | 'nothing'
    | 'value'
    | 'zero-or-negative'
    | 'boolean'
    /** Never NULL and never an error pointer: `netdev_priv()`. */
    | 'pointer'
    | 'pointer-or-null'
    | 'error-pointer'
    /** An error pointer for failure, and never NULL: `dma_request_chan()`. */
    | 'pointer-or-error'
    /** Its first argument, or the one at `returnsArgument`. */
    | 'same';
  /** Counted from 0: `dev_err_probe()` gives back the error it was given, its argument 1. */
  readonly returnsArgument?: number;
  /**
   * The same arguments give the same result wherever it is called on a path, as long as the memory they point to did not
   * change: `netdev_priv()`, `BIT()`, `skb_headlen()`.
   */
  readonly pure?: boolean;
  /** Its value, a count, is never more. */
  readonly atMost?: number;
  /** Its value is this field of what its argument points to; assignments to it are stores to the field. */
  readonly field?: string;
  /** Fields of its first argument, and the argument it puts there: `usb_fill_bulk_urb()`. */
  readonly stores?: Readonly<Record<string, number>>;
  /** Fields of what it returns in which its arguments are, by their positions. */
  readonly resultHolds?: Readonly<Record<string, number>>;
  /** Sets or gives what a driver keeps with a device; `get-own` where only the driver that is bound sets it. */
  readonly driverData?: 'set' | 'get' | 'get-own';
  /** Puts this argument into every byte behind the first: `memset()`. */
  readonly fillsWith?: number;
  /** Puts this memory into an entry of a list: `sg_init_one()`, `sg_set_page()`. */
  readonly lists?: 'buffer' | 'page';
  /** Makes the entries of a list, or of the list of a table, anew, or gives them back. */
  readonly rebuilds?: 'built' | 'freed';
  /** A reference or attachment that this makes; the others undo it. */
  readonly acquires?: ReferenceFamily;
  readonly undoneBy?: readonly string[];
  /** A reference or attachment that this gives back. */
  readonly drops?: ReferenceFamily;
  /**
   * What of the memory a device shares it keeps in order: what was written before it, what is read after it, or both.
   * `nothing`: a register write that may pass the memory writes before it. `isForCpus`: only as other processors see it.
   */
  readonly orders?: 'writes' | 'reads' | 'both' | 'nothing';
  readonly isForCpus?: boolean;
  readonly sleeps?: boolean;
  /**
   * How it changes what the code after it may do; the IRQ forms include atomic. `asks`: its result says what that is, and
   * the code after it goes by that.
   */
  readonly context?: 'enters-atomic' | 'leaves-atomic' | 'disables-irqs' | 'enables-irqs' | 'asks';
}

/** The family of what a call makes: a mapping, an allocation, a reference. */
export function familyMade(row: ApiFunction): Family | undefined {
  if (row.does === 'map' || row.does === 'allocate') return row.family;
  return row.does === 'plain' ? row.acquires : undefined;
}

export function familyReleased(row: ApiFunction): Family | undefined {
  if (row.does === 'unmap' || row.does === 'free') return row.family;
  return row.does === 'plain' ? row.drops : undefined;
}
