import type { ApiFunction } from '../api/api-function.js';
import type { FunctionGraph } from '../graph/function-graph.js';
import type { FileIndex } from '../index/file-index.js';
import { addressWidths } from './address-widths.js';
import { checkAddresses } from './check-addresses.js';
import { aliasFields, checkAliasFlush } from './check-alias-flush.js';
import { checkArguments } from './check-arguments.js';
import { checkCpuBarriers } from './check-cpu-barriers.js';
import { checkDoorbells } from './check-doorbells.js';
import { checkOwnerReads } from './check-owner-reads.js';
import { checkOwnerWrites, ownerWords } from './check-owner-writes.js';
import { descriptorFacts } from './descriptors.js';
import { checkBegunAccess } from './check-begun-access.js';
import { checkBuiltSkbs } from './check-built-skbs.js';
import { checkCachelines } from './check-cachelines.js';
import { checkDeviceAddresses } from './check-device-addresses.js';
import { checkDevicePointers } from './check-device-pointers.js';
import { checkDeviceValues } from './check-device-values.js';
import { checkDmaBufAccess } from './check-dma-buf-access.js';
import { checkEngineStops } from './check-engine-stops.js';
import { checkFreedAgain } from './check-freed-again.js';
import { checkIgnoredResults } from './check-ignored-results.js';
import { checkFreedArrays } from './check-freed-arrays.js';
import { checkHandles, widestMask } from './check-handles.js';
import { checkHighPages } from './check-high-pages.js';
import { checkMappedMemory } from './check-mapped-memory.js';
import { checkLateStops } from './check-late-stops.js';
import { checkLostLists } from './check-lost-lists.js';
import { checkMaskMissing, checkMaskOrder } from './check-mask-use.js';
import { checkIommu } from './check-iommu.js';
import { checkMasks } from './check-masks.js';
import { checkNarrowHandles } from './check-narrow-handles.js';
import { checkMmapLifetime } from './check-mmap-lifetime.js';
import { checkMmap } from './check-mmap.js';
import { checkNeedlessSync } from './check-needless-sync.js';
import { checkOldNames } from './check-old-names.js';
import { checkPools } from './check-pools.js';
import { checkPageProtection } from './check-page-protection.js';
import { checkPointers } from './check-pointers.js';
import { checkSkipSync, syncFacts } from './check-skip-sync.js';
import { checkSpaces } from './check-spaces.js';
import { checkRefills } from './check-refills.js';
import { checkRequestLists } from './check-request-lists.js';
import { checkSegments } from './check-segments.js';
import { checkSg } from './check-sg.js';
import { checkSgBounds } from './check-sg-bounds.js';
import { checkSgCursors } from './check-sg-cursors.js';
import { checkUnfinished } from './check-unfinished.js';
import { checkSyncedOtherWay } from './check-synced-other-way.js';
import { checkUnsyncedFields } from './check-unsynced-fields.js';
import { checkUnwindCounts } from './check-unwind-counts.js';
import { embeddedHandles } from './embedded-handles.js';
import { mappedFields } from './mapped-fields.js';
import { checkUrbs, urbFacts } from './check-urbs.js';
import { deviceMemory } from './device-memory.js';
import { checkVmapSync, noncontiguousWay } from './check-vmap-sync.js';
import { checkWriteCombine } from './check-write-combine.js';
import { checkWrongDevice } from './check-wrong-device.js';
import type { WrittenEvent } from './event.js';
import { fieldFacts } from './fields.js';
import { listOrigins } from './list-origins.js';
import { writtenFile } from './file.js';
import { FieldSites } from './field-sites.js';
import { oldNames } from './old-names.js';
import { Releases } from './releases.js';
import { mappedLists } from './sg-counts.js';
import { writtenMembers } from './written-members.js';

/**
 * Names that make a function worth reading although it has no part in any mapping: it hands memory to user space, or a
 * buffer to a bus, converts an address, or asks for a zone. Linux include/linux/mm.h, spi/spi.h (6.12).
 */
export const isReadName = (name: string): boolean => readNames.has(name) || oldNames.has(name);

const readNames: ReadonlySet<string> = new Set([
  'dma_addr_t',
  'remap_pfn_range',
  'io_remap_pfn_range',
  'vm_iomap_memory',
  'phys_to_virt',
  'phys_to_page',
  '__va',
  'GFP_DMA',
  'GFP_DMA32',
  'spi_sync',
  'spi_sync_transfer',
  'spi_sync_locked',
  'spi_async',
  // Linux include/linux/iommu.h (6.12): the others belong to the DMA API by what they are given.
  'iommu_map',
  'iommu_map_atomic',
  'iommu_unmap',
  // Linux include/linux/dma-buf.h (6.12).
  'dma_buf_vmap',
  'dma_buf_vmap_unlocked',
  'dma_buf_begin_cpu_access',
  // Linux include/linux/scatterlist.h (6.12): the CPU goes through a list.
  'sg_virt',
  'sg_page',
  'sg_next',
]);

/**
 * Everything the functions of a file say about their calls, whatever path leads to them. `elsewhere`: those of the other
 * files of its module, for what only all of them together tell.
 */
export function checkWritten(
  index: FileIndex,
  text: string,
  graphs: readonly FunctionGraph[],
  apiByName: (name: string) => ApiFunction | undefined,
  elsewhere: readonly FunctionGraph[],
): readonly WrittenEvent[] {
  const file = writtenFile(index, text, graphs, apiByName);
  const facts = fieldFacts(file);
  const widths = addressWidths(file, elsewhere);
  const descriptors = descriptorFacts(file, facts);
  const words = ownerWords(file, descriptors);
  const widest = widestMask(file);
  const members = writtenMembers(file);
  const urbs = urbFacts(file);
  const mapped = mappedFields(file);
  const embedded = embeddedHandles(file);
  const syncs = syncFacts(file, mapped);
  const aliases = aliasFields(file);
  const way = noncontiguousWay(file);
  const sites = new FieldSites(file);
  const origins = listOrigins(file);
  const sgFacts = { origins, lists: mappedLists(file, origins) };
  const memory = deviceMemory(file, facts, elsewhere);
  const events: WrittenEvent[] = [];
  const raise = (event: WrittenEvent): void => void events.push(event);
  for (const flow of file.functions) {
    checkMasks(file, flow, raise);
    checkNarrowHandles(file, flow, widths, raise);
    checkArguments(file, flow, raise);
    checkPools(file, flow, raise);
    checkHandles(file, flow, widest, raise);
    checkAddresses(file, flow, facts, raise);
    checkSpaces(file, flow, raise);
    checkPointers(file, flow, facts, raise);
    checkSg(file, flow, raise);
    checkSgBounds(file, flow, sgFacts, raise);
    checkDeviceValues(file, flow, memory, raise);
    checkMmap(file, flow, raise);
    checkRefills(file, flow, raise);
    checkNeedlessSync(file, flow, raise);
    checkMappedMemory(file, flow, raise);
    checkSkipSync(file, flow, syncs, raise);
    checkDmaBufAccess(file, flow, raise);
    checkBegunAccess(file, flow, raise);
    checkAliasFlush(file, flow, aliases, raise);
    checkVmapSync(file, flow, way, raise);
    checkUnsyncedFields(file, flow, mapped, raise);
    checkSyncedOtherWay(file, flow, mapped, embedded, raise);
    checkPageProtection(file, flow, facts, raise);
    checkUrbs(file, flow, facts, urbs, raise);
    checkMaskOrder(file, flow, raise);
    checkSegments(file, flow, raise);
    checkWriteCombine(file, flow, facts, raise);
    checkIommu(file, flow, raise);
    checkOldNames(file, flow, raise);
    checkOwnerWrites(file, descriptors, words, flow, raise);
    checkOwnerReads(file, descriptors, flow, raise);
    checkDoorbells(file, descriptors, flow, raise);
    checkCpuBarriers(file, descriptors, facts, flow, raise);
  }
  checkDeviceAddresses(file, facts, elsewhere, raise);
  checkCachelines(file, members, raise);
  const releases = new Releases(file);
  checkDevicePointers(file, memory, raise);
  checkLateStops(file, releases, raise);
  checkFreedAgain(file, releases, raise);
  checkBuiltSkbs(file, raise);
  checkEngineStops(file, releases, raise);
  checkUnwindCounts(file, sites, raise);
  checkLostLists(file, sites, raise);
  checkFreedArrays(file, sites, raise);
  checkIgnoredResults(file, raise);
  checkUnfinished(file, raise);
  checkRequestLists(file, raise);
  checkHighPages(file, origins, raise);
  checkSgCursors(file, origins, raise);
  checkMaskMissing(file, raise);
  checkMmapLifetime(file, raise);
  checkWrongDevice(file, elsewhere, raise);
  return events;
}
