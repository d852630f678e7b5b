import { allocUnchecked } from './dma/alloc-unchecked.js';
import { allocWrongTest } from './dma/alloc-wrong-test.js';
import { attrsMismatch } from './dma/attrs-mismatch.js';
import { bidirectionalOveruse } from './dma/bidirectional-overuse.js';
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
import { doubleFetch } from './dma/double-fetch.js';
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
import { incompleteLoopUnwind } from './dma/incomplete-loop-unwind.js';
import { leakOnErrorPath } from './dma/leak-on-error-path.js';
import { managedMixed } from './dma/managed-mixed.js';
import { mapBadPointer } from './dma/map-bad-pointer.js';
import { mapHighmemKmap } from './dma/map-highmem-kmap.js';
import { mapIomem } from './dma/map-iomem.js';
import { mapStack } from './dma/map-stack.js';
import { mapStatic } from './dma/map-static.js';
import { mapVmalloc } from './dma/map-vmalloc.js';
import { mappingTooLarge } from './dma/mapping-too-large.js';
import { maskAfterUse } from './dma/mask-after-use.js';
import { maskMissing } from './dma/mask-missing.js';
import { maskUnchecked } from './dma/mask-unchecked.js';
import { maskValue } from './dma/mask-value.js';
import { maxSegSize } from './dma/max-seg-size.js';
import { missingDmaRmb } from './dma/missing-dma-rmb.js';
import { missingDmaWmb } from './dma/missing-dma-wmb.js';
import { missingMappingErrorCheck } from './dma/missing-mapping-error-check.js';
import { missingRelease } from './dma/missing-release.js';
import { missingSyncForCpu } from './dma/missing-sync-for-cpu.js';
import { missingSyncForDevice } from './dma/missing-sync-for-device.js';
import { mmapBounds } from './dma/mmap-bounds.js';
import { mmapLifetime } from './dma/mmap-lifetime.js';
import { mmapPfn } from './dma/mmap-pfn.js';
import { mmapPgoff } from './dma/mmap-pgoff.js';
import { mmapPgprot } from './dma/mmap-pgprot.js';
import { noncoherentWithoutSync } from './dma/noncoherent-without-sync.js';
import { noncontiguousAliasFlush } from './dma/noncontiguous-alias-flush.js';
import { nullDevice } from './dma/null-device.js';
import { overlappingMappings } from './dma/overlapping-mappings.js';
import { physAsDma } from './dma/phys-as-dma.js';
import { pointerInDmaMemory } from './dma/pointer-in-dma-memory.js';
import { poolDestroyedBusy } from './dma/pool-destroyed-busy.js';
import { poolGeometry } from './dma/pool-geometry.js';
import { poolMismatch } from './dma/pool-mismatch.js';
import { redundantSync } from './dma/redundant-sync.js';
import { redundantZeroing } from './dma/redundant-zeroing.js';
import { releaseWhileActive } from './dma/release-while-active.js';
import { removedNoncoherentApi } from './dma/removed-noncoherent-api.js';
import { sgAddressBeforeMap } from './dma/sg-address-before-map.js';
import { sgBadBuffer } from './dma/sg-bad-buffer.js';
import { sgIterateWrongCount } from './dma/sg-iterate-wrong-count.js';
import { sgLengthNotDmaLen } from './dma/sg-length-not-dma-len.js';
import { sgMapUnchecked } from './dma/sg-map-unchecked.js';
import { sgMapWrongTest } from './dma/sg-map-wrong-test.js';
import { sgOffsetAdded } from './dma/sg-offset-added.js';
import { sgReinitWhileMapped } from './dma/sg-reinit-while-mapped.js';
import { sgVirtHighmem } from './dma/sg-virt-highmem.js';
import { skipSyncUnbalanced } from './dma/skip-sync-unbalanced.js';
import { sleepInAtomic } from './dma/sleep-in-atomic.js';
import { syncDirection } from './dma/sync-direction.js';
import { syncNotMapped } from './dma/sync-not-mapped.js';
import { syncRange } from './dma/sync-range.js';
import { syncSgNents } from './dma/sync-sg-nents.js';
import { uninitToDevice } from './dma/uninit-to-device.js';
import { unmapDirectionMismatch } from './dma/unmap-direction-mismatch.js';
import { unmapKindMismatch } from './dma/unmap-kind-mismatch.js';
import { unmapOfUnmapped } from './dma/unmap-of-unmapped.js';
import { unmapSgNents } from './dma/unmap-sg-nents.js';
import { unmapSizeMismatch } from './dma/unmap-size-mismatch.js';
import { untrustedIndex } from './dma/untrusted-index.js';
import { useAfterFree } from './dma/use-after-free.js';
import { useAfterUnmap } from './dma/use-after-unmap.js';
import { wcMismatch } from './dma/wc-mismatch.js';
import { wrongDevice } from './dma/wrong-device.js';
import { wrongMappingErrorTest } from './dma/wrong-mapping-error-test.js';
import { attachmentLeak } from './dmabuf/attachment-leak.js';
import { mapWrongTest } from './dmabuf/map-wrong-test.js';
import { unbracketedCpuAccess } from './dmabuf/unbracketed-cpu-access.js';
import { domainLeak } from './iommu/domain-leak.js';
import { mapSgtableResult } from './iommu/map-sgtable-result.js';
import { mapUnchecked } from './iommu/map-unchecked.js';
import { unmapSize } from './iommu/unmap-size.js';
import { coherentUrbFlag } from './usb/coherent-urb-flag.js';
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
  incompleteLoopUnwind,
  missingRelease,
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
  releaseWhileActive,
  managedMixed,
  poolMismatch,
  poolDestroyedBusy,
  poolGeometry,
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
  skipSyncUnbalanced,
  noncoherentWithoutSync,
  noncontiguousAliasFlush,
  coherentUrbFlag,
  missingDmaWmb,
  missingDmaRmb,
  doorbellOrdering,
  mapStack,
  mapVmalloc,
  mapHighmemKmap,
  mapStatic,
  mapIomem,
  mapBadPointer,
  physAsDma,
  dmaAsPhys,
  dmaAsCpuPointer,
  cpuPointerAsDma,
  handleTruncated,
  handlePointerCast,
  maskMissing,
  maskUnchecked,
  maskValue,
  maskAfterUse,
  nullDevice,
  wrongDevice,
  gfpFlags,
  sgLengthNotDmaLen,
  sgAddressBeforeMap,
  sgIterateWrongCount,
  sgOffsetAdded,
  sgBadBuffer,
  sgVirtHighmem,
  deprecatedApi,
  cookieAccess,
  attrsMismatch,
  wcMismatch,
  enumConfusion,
  removedNoncoherentApi,
  cachelineSharing,
  overlappingMappings,
  sleepInAtomic,
  freeInAtomic,
  mmapPfn,
  mmapPgprot,
  mmapBounds,
  mmapPgoff,
  mmapLifetime,
  maxSegSize,
  redundantZeroing,
  redundantSync,
  mappingTooLarge,
  bidirectionalOveruse,
  uninitToDevice,
  attachmentLeak,
  mapWrongTest,
  unbracketedCpuAccess,
  mapUnchecked,
  mapSgtableResult,
  unmapSize,
  domainLeak,
  untrustedIndex,
  doubleFetch,
  pointerInDmaMemory,
];
