// What drivers call to hand memory to a device.

import { allocAttrs } from '../api/alloc-attrs.js';
import { setDebugOptions } from '../api/debug-options.js';
import { freeAttrs } from '../api/free-attrs.js';
import { allocManaged, freeManaged } from '../api/managed.js';
import { mapPage, mapResource, mapSingle } from '../api/map-page.js';
import { mapSg, programSg } from '../api/map-sg.js';
import { checkMappingError } from '../api/mapping-error.js';
import { allocateBuffer, freeBuffer, namePart, placeBuffer } from '../api/memory.js';
import { getSgtable, mmapAttrs } from '../api/mmap.js';
import { allocPages, freePages } from '../api/noncoherent.js';
import { allocPoolBlock, createPool, destroyPool, freePoolBlock } from '../api/pools.js';
import { copySg, sgInitOne, sgNentsForLength, sgTableFromPages, sgVirt, walkSg } from '../api/sg-table.js';
import { sync, syncSg } from '../api/sync.js';
import { testResult } from '../api/test-result.js';
import { forgetHandle } from '../api/unbind.js';
import { unmapPage } from '../api/unmap-page.js';
import { unmapSg } from '../api/unmap-sg.js';
import type { Handlers } from '../ops/handlers.js';
import type { AllocationOp, ContractOp, MemoryOp, PoolOp, SgOp, StreamingOp } from '../ops/op.js';
import { nothing } from '../ops/step-result.js';
import { munmap } from '../sharing/process.js';

const memory: Handlers<MemoryOp> = {
  'allocate-buffer': allocateBuffer,
  'place-buffer': placeBuffer,
  'free-buffer': freeBuffer,
  'name-part': namePart,
};

const streaming: Handlers<StreamingOp> = {
  'map-single': mapSingle,
  'map-page': mapPage,
  'map-resource': mapResource,
  'unmap-single': unmapPage,
  'unmap-page': unmapPage,
  'unmap-resource': unmapPage,
  'check-mapping-error': checkMappingError,
  'sync-for-cpu': sync,
  'sync-for-device': sync,
};

const sg: Handlers<SgOp> = {
  'map-sg': mapSg,
  'unmap-sg': unmapSg,
  'sync-sg-for-cpu': syncSg,
  'sync-sg-for-device': syncSg,
  'program-sg': programSg,
  'walk-sg': walkSg,
  'copy-sg': copySg,
  'sg-virt': sgVirt,
  'sg-table-from-pages': sgTableFromPages,
  'sg-init-one': sgInitOne,
  'sg-nents-for-len': sgNentsForLength,
};

const allocation: Handlers<AllocationOp> = {
  'alloc-attrs': allocAttrs,
  'free-attrs': freeAttrs,
  'alloc-pages': allocPages,
  'free-pages': freePages,
  // Nothing on every ARM kernel that had it; the memory is coherent.
  'cache-sync': (state) => ({ state, result: nothing, events: [] }),
  'mmap-attrs': mmapAttrs,
  munmap,
  'get-sgtable': getSgtable,
};

const pool: Handlers<PoolOp> = {
  'pool-create': createPool,
  'pool-alloc': allocPoolBlock,
  'pool-free': freePoolBlock,
  'pool-destroy': destroyPool,
};

const contract: Handlers<ContractOp> = {
  'test-result': testResult,
  'forget-handle': forgetHandle,
  'alloc-managed': allocManaged,
  'free-managed': freeManaged,
  'set-debug-options': setDebugOptions,
};

export const dmaHandlers: Handlers<MemoryOp | StreamingOp | SgOp | AllocationOp | PoolOp | ContractOp> = {
  ...memory,
  ...streaming,
  ...sg,
  ...allocation,
  ...pool,
  ...contract,
};
