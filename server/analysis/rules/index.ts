import { allocUnchecked } from './dma/alloc-unchecked.js';
import { allocWrongTest } from './dma/alloc-wrong-test.js';
import { attrsMismatch } from './dma/attrs-mismatch.js';
import { bufferFreedWhileMapped } from './dma/buffer-freed-while-mapped.js';
import { cachelineSharing } from './dma/cacheline-sharing.js';
import { coherentLeakOnErrorPath } from './dma/coherent-leak-on-error-path.js';
import { cookieAccess } from './dma/cookie-access.js';
import { cpuPointerAsDma } from './dma/cpu-pointer-as-dma.js';
import { cpuWriteDeviceOwned } from './dma/cpu-write-device-owned.js';
import { deprecatedApi } from './dma/deprecated-api.js';
import { deviceMismatch } from './dma/device-mismatch.js';
import { dmaAsCpuPointer } from './dma/dma-as-cpu-pointer.js';
import { dmaAsPhys } from './dma/dma-as-phys.js';
import { doorbellOrdering } from './dma/doorbell-ordering.js';
import { doubleFree } from './dma/double-free.js';
import { doubleUnmap } from './dma/double-unmap.js';
import { enumConfusion } from './dma/enum-confusion.js';
import { freeArgumentMismatch } from './dma/free-argument-mismatch.js';
import { freeInAtomic } from './dma/free-in-atomic.js';
import { freeSizeMismatch } from './dma/free-size-mismatch.js';
import { gfpFlags } from './dma/gfp-flags.js';
import { handleOverwritten } from './dma/handle-overwritten.js';
import { handlePointerCast } from './dma/handle-pointer-cast.js';
import { handleTruncated } from './dma/handle-truncated.js';
import { leakOnErrorPath } from './dma/leak-on-error-path.js';
import { managedMixed } from './dma/managed-mixed.js';
import { mapStack } from './dma/map-stack.js';
import { mapVmalloc } from './dma/map-vmalloc.js';
import { maskUnchecked } from './dma/mask-unchecked.js';
import { maskValue } from './dma/mask-value.js';
import { missingDmaRmb } from './dma/missing-dma-rmb.js';
import { missingDmaWmb } from './dma/missing-dma-wmb.js';
import { missingMappingErrorCheck } from './dma/missing-mapping-error-check.js';
import { missingSyncForCpu } from './dma/missing-sync-for-cpu.js';
import { missingSyncForDevice } from './dma/missing-sync-for-device.js';
import { mmapBounds } from './dma/mmap-bounds.js';
import { mmapPfn } from './dma/mmap-pfn.js';
import { mmapPgoff } from './dma/mmap-pgoff.js';
import { noncoherentWithoutSync } from './dma/noncoherent-without-sync.js';
import { nullDevice } from './dma/null-device.js';
import { physAsDma } from './dma/phys-as-dma.js';
import { poolMismatch } from './dma/pool-mismatch.js';
import { removedNoncoherentApi } from './dma/removed-noncoherent-api.js';
import { sgAddressBeforeMap } from './dma/sg-address-before-map.js';
import { sgIterateWrongCount } from './dma/sg-iterate-wrong-count.js';
import { sgLengthNotDmaLen } from './dma/sg-length-not-dma-len.js';
import { sgMapUnchecked } from './dma/sg-map-unchecked.js';
import { sgMapWrongTest } from './dma/sg-map-wrong-test.js';
import { sgOffsetAdded } from './dma/sg-offset-added.js';
import { sgReinitWhileMapped } from './dma/sg-reinit-while-mapped.js';
import { sleepInAtomic } from './dma/sleep-in-atomic.js';
import { syncDirection } from './dma/sync-direction.js';
import { syncNotMapped } from './dma/sync-not-mapped.js';
import { syncRange } from './dma/sync-range.js';
import { syncSgNents } from './dma/sync-sg-nents.js';
import { unmapDirectionMismatch } from './dma/unmap-direction-mismatch.js';
import { unmapKindMismatch } from './dma/unmap-kind-mismatch.js';
import { unmapOfUnmapped } from './dma/unmap-of-unmapped.js';
import { unmapSgNents } from './dma/unmap-sg-nents.js';
import { unmapSizeMismatch } from './dma/unmap-size-mismatch.js';
import { useAfterFree } from './dma/use-after-free.js';
import { useAfterUnmap } from './dma/use-after-unmap.js';
import { wrongMappingErrorTest } from './dma/wrong-mapping-error-test.js';
import type { Rule } from './rule.js';

export { dispatch, type RuleProblem } from './dispatch.js';

/** In the order of the rule table: what belongs together stands together. */
export const allRules: readonly Rule[] = [
  missingMappingErrorCheck,
  wrongMappingErrorTest,
  sgMapUnchecked,
  sgMapWrongTest,
  allocUnchecked,
  allocWrongTest,
  leakOnErrorPath,
  coherentLeakOnErrorPath,
  handleOverwritten,
  doubleUnmap,
  doubleFree,
  unmapOfUnmapped,
  unmapSizeMismatch,
  unmapDirectionMismatch,
  unmapKindMismatch,
  deviceMismatch,
  unmapSgNents,
  freeSizeMismatch,
  freeArgumentMismatch,
  bufferFreedWhileMapped,
  managedMixed,
  poolMismatch,
  sgReinitWhileMapped,
  useAfterUnmap,
  useAfterFree,
  missingSyncForCpu,
  missingSyncForDevice,
  cpuWriteDeviceOwned,
  syncDirection,
  syncRange,
  syncNotMapped,
  syncSgNents,
  noncoherentWithoutSync,
  missingDmaWmb,
  missingDmaRmb,
  doorbellOrdering,
  mapStack,
  mapVmalloc,
  physAsDma,
  dmaAsPhys,
  dmaAsCpuPointer,
  cpuPointerAsDma,
  handleTruncated,
  handlePointerCast,
  maskUnchecked,
  maskValue,
  nullDevice,
  gfpFlags,
  sgLengthNotDmaLen,
  sgAddressBeforeMap,
  sgIterateWrongCount,
  sgOffsetAdded,
  deprecatedApi,
  cookieAccess,
  attrsMismatch,
  enumConfusion,
  removedNoncoherentApi,
  cachelineSharing,
  sleepInAtomic,
  freeInAtomic,
  mmapPfn,
  mmapBounds,
  mmapPgoff,
];
