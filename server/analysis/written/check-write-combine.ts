import { fieldIdOf, type FieldFacts } from './fields.js';
import { apiCalls, argumentIn, type Raise, type WrittenFile } from './file.js';
import type { Flow } from './flow.js';

// Linux include/linux/dma-mapping.h (6.12): the `_wc` forms add DMA_ATTR_WRITE_COMBINE, the others add nothing.
const combines: ReadonlyMap<string, boolean> = new Map([
  ['dma_alloc_wc', true],
  ['dma_free_wc', true],
  ['dma_mmap_wc', true],
  ['dma_alloc_writecombine', true],
  ['dma_free_writecombine', true],
  ['dma_mmap_writecombine', true],
  ['dma_alloc_coherent', false],
  ['dma_zalloc_coherent', false],
  ['dma_free_coherent', false],
  ['dma_mmap_coherent', false],
]);

/**
 * Memory that one function allocated and another frees or shows to user space as if it were of the other kind. Within one
 * function the path tells.
 */
export function checkWriteCombine(file: WrittenFile, flow: Flow, facts: FieldFacts, raise: Raise): void {
  for (const call of apiCalls(file, flow)) {
    const isCombined = combines.get(call.name);
    const cpu = isCombined === undefined || call.row.does === 'allocate' ? undefined : argumentIn(call, 'cpu-address');
    const [source, ...others] = cpu === undefined ? [] : flow.sourcesOf(cpu, call.position, 'copies');
    if (source?.kind !== 'load' || others.length > 0) continue;
    const field = fieldIdOf(source.place, file.index);
    if (field === undefined || !facts.allocated.has(field)) continue;
    const made = facts.allocators.get(field) ?? [];
    const [first] = made;
    if (first === undefined || made.some(({ functionName }) => functionName === flow.graph.name)) continue;
    if (!made.every(({ name }) => combines.get(name) === !isCombined)) continue;
    raise({
      at: call.instr.calleeAt,
      heuristics: [],
      functionName: flow.graph.name,
      id: 'WRITE_COMBINE_MISMATCH',
      name: call.name,
      what: field.split('.').at(-1) ?? field,
      allocator: first.name,
      allocatedAt: first.at,
    });
  }
}
