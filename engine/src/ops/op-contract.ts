// What drivers do with results, memory that is freed for them, and what the kernel's checker prints.

import type { ByteLength, DmaAddr, KernelVa } from '../address/spaces.js';
import type { DeviceId, MapId } from '../state/ids.js';
import type { DmaAttr } from '../state/map-record.js';
import type { Gfp } from './op-allocation.js';

export type ContractOp = TestResult | ForgetHandle | AllocManaged | FreeManaged | SetDebugOptions;

/** What a call answered: a handle of a mapping, the count of `dma_map_sg`, or the pointer and handle of an allocation. */
export type TestedResult = 'handle' | 'count' | 'pointer' | 'allocation handle';

/** How drivers look whether a call failed. */
export type ErrorTest = 'dma_mapping_error' | 'zero' | 'NULL' | 'negative' | 'IS_ERR';

/** A driver tests a result. `value` is what the call returned, as a number; `failed` whether it had failed. */
export interface TestResult {
  readonly kind: 'test-result';
  readonly result: TestedResult;
  readonly test: ErrorTest;
  readonly value: number;
  readonly failed: boolean;
}

/** The only copy of a handle is overwritten or goes out of scope. */
export interface ForgetHandle {
  readonly kind: 'forget-handle';
  readonly mapping: MapId;
}

/** `dmam_alloc_attrs`: freed when the driver leaves its device. */
export interface AllocManaged {
  readonly kind: 'alloc-managed';
  readonly device: DeviceId;
  readonly size: ByteLength;
  readonly gfp: Gfp;
  readonly attrs: readonly DmaAttr[];
}

/** `dmam_free_coherent`. */
export interface FreeManaged {
  readonly kind: 'free-managed';
  readonly device: DeviceId;
  readonly size: ByteLength;
  readonly cpuAddress: KernelVa;
  readonly address: DmaAddr;
}

/** What the kernel's checkers look for and print; the first three are Linux debugfs `dma-api`. Left out: as before. */
export interface SetDebugOptions {
  readonly kind: 'set-debug-options';
  readonly allErrors?: boolean;
  readonly numErrors?: number;
  readonly driverFilter?: string;
  /** Entries taken at boot: `dma_debug_entries=`. */
  readonly preallocatedEntries?: number;
  /** CONFIG_SLUB_DEBUG_ON: pools fill free blocks with a pattern and check what is freed. */
  readonly poolPoison?: boolean;
}
