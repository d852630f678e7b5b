import type { ApiFunction } from './api-function.js';

const source = 'include/linux/dma-mapping.h (6.12)';

// dma-debug knows one record type for single and page mappings (kernel/dma/debug.c, 6.12: both names end in
// dma_map_page_attrs()), so either release is right; the one that matches the name comes first.
const undoesSingle = ['dma_unmap_single', 'dma_unmap_page', 'dma_unmap_single_attrs', 'dma_unmap_page_attrs'] as const;
const undoesPage = ['dma_unmap_page', 'dma_unmap_single', 'dma_unmap_page_attrs', 'dma_unmap_single_attrs'] as const;
const undoesSg = ['dma_unmap_sg', 'dma_unmap_sg_attrs', 'dma_unmap_sgtable'] as const;

const mapFunctions = [
  {
    name: 'dma_map_single',
    does: 'map',
    family: 'single',
    parameters: ['device', 'cpu-address', 'size', 'direction'],
    returns: 'dma-address',
    undoneBy: undoesSingle,
    source,
  },
  {
    name: 'dma_map_single_attrs',
    does: 'map',
    family: 'single',
    parameters: ['device', 'cpu-address', 'size', 'direction', 'attributes'],
    returns: 'dma-address',
    undoneBy: ['dma_unmap_single_attrs', 'dma_unmap_page_attrs', 'dma_unmap_single', 'dma_unmap_page'],
    source,
  },
  {
    name: 'dma_map_page',
    does: 'map',
    family: 'single',
    parameters: ['device', 'page', 'offset', 'size', 'direction'],
    returns: 'dma-address',
    undoneBy: undoesPage,
    source,
  },
  {
    name: 'dma_map_page_attrs',
    does: 'map',
    family: 'single',
    parameters: ['device', 'page', 'offset', 'size', 'direction', 'attributes'],
    returns: 'dma-address',
    undoneBy: ['dma_unmap_page_attrs', 'dma_unmap_single_attrs', 'dma_unmap_page', 'dma_unmap_single'],
    source,
  },
  {
    name: 'dma_map_bvec',
    does: 'map',
    family: 'single',
    parameters: ['device', 'ignored', 'direction', 'attributes'],
    returns: 'dma-address',
    undoneBy: undoesPage,
    source: 'include/linux/blkdev.h (6.12)',
  },
  {
    name: 'dma_map_phys',
    does: 'map',
    family: 'single',
    parameters: ['device', 'physical-address', 'size', 'direction', 'attributes'],
    returns: 'dma-address',
    undoneBy: ['dma_unmap_phys'],
    source: 'include/linux/dma-mapping.h (6.18)',
  },
  {
    name: 'dma_map_sg',
    does: 'map',
    family: 'sg',
    parameters: ['device', 'scatterlist', 'entries', 'direction'],
    returns: 'entries-mapped',
    undoneBy: undoesSg,
    source,
  },
  {
    name: 'dma_map_sg_attrs',
    does: 'map',
    family: 'sg',
    parameters: ['device', 'scatterlist', 'entries', 'direction', 'attributes'],
    returns: 'entries-mapped',
    undoneBy: ['dma_unmap_sg_attrs', 'dma_unmap_sg', 'dma_unmap_sgtable'],
    source,
  },
  {
    name: 'dma_map_sgtable',
    does: 'map',
    family: 'sg',
    parameters: ['device', 'sg-table', 'direction', 'attributes'],
    returns: 'zero-or-negative',
    undoneBy: ['dma_unmap_sgtable', 'dma_unmap_sg', 'dma_unmap_sg_attrs'],
    source,
  },
  {
    name: 'dma_map_resource',
    does: 'map',
    family: 'resource',
    parameters: ['device', 'physical-address', 'size', 'direction', 'attributes'],
    returns: 'dma-address',
    undoneBy: ['dma_unmap_resource'],
    source,
  },
] as const satisfies readonly ApiFunction[];

const unmapFunctions = [
  {
    name: 'dma_unmap_single',
    does: 'unmap',
    family: 'single',
    parameters: ['device', 'dma-address', 'size', 'direction'],
    source,
  },
  {
    name: 'dma_unmap_single_attrs',
    does: 'unmap',
    family: 'single',
    parameters: ['device', 'dma-address', 'size', 'direction', 'attributes'],
    source,
  },
  {
    name: 'dma_unmap_page',
    does: 'unmap',
    family: 'single',
    parameters: ['device', 'dma-address', 'size', 'direction'],
    source,
  },
  {
    name: 'dma_unmap_page_attrs',
    does: 'unmap',
    family: 'single',
    parameters: ['device', 'dma-address', 'size', 'direction', 'attributes'],
    source,
  },
  {
    name: 'dma_unmap_phys',
    does: 'unmap',
    family: 'single',
    parameters: ['device', 'dma-address', 'size', 'direction', 'attributes'],
    source: 'include/linux/dma-mapping.h (6.18)',
  },
  {
    name: 'dma_unmap_sg',
    does: 'unmap',
    family: 'sg',
    parameters: ['device', 'scatterlist', 'entries', 'direction'],
    source,
  },
  {
    name: 'dma_unmap_sg_attrs',
    does: 'unmap',
    family: 'sg',
    parameters: ['device', 'scatterlist', 'entries', 'direction', 'attributes'],
    source,
  },
  {
    name: 'dma_unmap_sgtable',
    does: 'unmap',
    family: 'sg',
    parameters: ['device', 'sg-table', 'direction', 'attributes'],
    source,
  },
  {
    name: 'dma_unmap_resource',
    does: 'unmap',
    family: 'resource',
    parameters: ['device', 'dma-address', 'size', 'direction', 'attributes'],
    source,
  },
] as const satisfies readonly ApiFunction[];

const syncFunctions = [
  {
    name: 'dma_sync_single_for_cpu',
    does: 'sync-for-cpu',
    family: 'single',
    parameters: ['device', 'dma-address', 'size', 'direction'],
    source,
  },
  {
    name: 'dma_sync_single_for_device',
    does: 'sync-for-device',
    family: 'single',
    parameters: ['device', 'dma-address', 'size', 'direction'],
    source,
  },
  {
    name: 'dma_sync_single_range_for_cpu',
    does: 'sync-for-cpu',
    family: 'single',
    parameters: ['device', 'dma-address', 'offset', 'size', 'direction'],
    source,
  },
  {
    name: 'dma_sync_single_range_for_device',
    does: 'sync-for-device',
    family: 'single',
    parameters: ['device', 'dma-address', 'offset', 'size', 'direction'],
    source,
  },
  {
    name: 'dma_sync_sg_for_cpu',
    does: 'sync-for-cpu',
    family: 'sg',
    parameters: ['device', 'scatterlist', 'entries', 'direction'],
    source,
  },
  {
    name: 'dma_sync_sg_for_device',
    does: 'sync-for-device',
    family: 'sg',
    parameters: ['device', 'scatterlist', 'entries', 'direction'],
    source,
  },
  {
    name: 'dma_sync_sgtable_for_cpu',
    does: 'sync-for-cpu',
    family: 'sg',
    parameters: ['device', 'sg-table', 'direction'],
    source,
  },
  {
    name: 'dma_sync_sgtable_for_device',
    does: 'sync-for-device',
    family: 'sg',
    parameters: ['device', 'sg-table', 'direction'],
    source,
  },
  // The forms without a suffix were macros for the ones "for the CPU"; Appendix E of the rule catalogue.
  {
    name: 'dma_sync_single',
    does: 'sync-for-cpu',
    family: 'single',
    parameters: ['device', 'dma-address', 'size', 'direction'],
    source: 'include/linux/dma-mapping.h (2.6.24)',
  },
  {
    name: 'dma_sync_sg',
    does: 'sync-for-cpu',
    family: 'sg',
    parameters: ['device', 'scatterlist', 'entries', 'direction'],
    source: 'include/linux/dma-mapping.h (2.6.24)',
  },
] as const satisfies readonly ApiFunction[];

export const streamingFunctions: readonly ApiFunction[] = [
  ...mapFunctions,
  ...unmapFunctions,
  ...syncFunctions,
  { name: 'dma_mapping_error', does: 'check-error', parameters: ['device', 'dma-address'], source },
];
