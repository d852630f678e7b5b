import type { ApiFunction } from '../api/api-function.js';
import type { FunctionGraph } from '../graph/function-graph.js';
import type { FileIndex } from '../index/file-index.js';
import { checkAddresses } from './check-addresses.js';
import { checkArguments } from './check-arguments.js';
import { checkCpuBarriers } from './check-cpu-barriers.js';
import { checkDoorbells } from './check-doorbells.js';
import { checkOwnerReads } from './check-owner-reads.js';
import { checkOwnerWrites, ownerWords } from './check-owner-writes.js';
import { descriptorFacts } from './descriptors.js';
import { checkCachelines, writtenMembers } from './check-cachelines.js';
import { checkHandles, widestMask } from './check-handles.js';
import { checkMasks } from './check-masks.js';
import { checkMmap } from './check-mmap.js';
import { checkOldNames } from './check-old-names.js';
import { checkPointers } from './check-pointers.js';
import { checkSg } from './check-sg.js';
import { checkSgBounds } from './check-sg-bounds.js';
import type { WrittenEvent } from './event.js';
import { fieldFacts } from './fields.js';
import { writtenFile } from './file.js';
import { oldNames } from './old-names.js';

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
]);

/** Everything the functions of a file say about their calls, whatever path leads to them. */
export function checkWritten(
  index: FileIndex,
  text: string,
  graphs: readonly FunctionGraph[],
  apiByName: (name: string) => ApiFunction | undefined,
): readonly WrittenEvent[] {
  const file = writtenFile(index, text, graphs, apiByName);
  const facts = fieldFacts(file);
  const descriptors = descriptorFacts(file, facts);
  const words = ownerWords(file, descriptors);
  const widest = widestMask(file);
  const members = writtenMembers(file);
  const events: WrittenEvent[] = [];
  const raise = (event: WrittenEvent): void => void events.push(event);
  for (const flow of file.functions) {
    checkMasks(file, flow, raise);
    checkArguments(file, flow, raise);
    checkHandles(file, flow, widest, raise);
    checkAddresses(file, flow, facts, raise);
    checkPointers(file, flow, facts, raise);
    checkSg(file, flow, raise);
    checkSgBounds(file, flow, raise);
    checkMmap(file, flow, raise);
    checkOldNames(file, flow, raise);
    checkCachelines(file, flow, members, raise);
    checkOwnerWrites(file, descriptors, words, flow, raise);
    checkOwnerReads(file, descriptors, flow, raise);
    checkDoorbells(file, descriptors, flow, raise);
    checkCpuBarriers(file, descriptors, facts, flow, raise);
  }
  return events;
}
