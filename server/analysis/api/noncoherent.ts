import type { ApiFunction } from './api-function.js';

const source = 'include/linux/dma-mapping.h (6.12)';

/**
 * Cached memory for one device, handed over by `dma_sync_*`. Until 5.9 `dma_alloc_noncoherent()` and its release took
 * no direction: a call with four arguments is that one (Appendix E of the rule catalogue).
 */
export const noncoherentFunctions = [
  {
    name: 'dma_alloc_noncoherent',
    does: 'allocate',
    family: 'noncoherent',
    parameters: ['device', 'size', 'dma-address-out', 'direction', 'gfp-flags'],
    returns: 'cpu-address',
    undoneBy: ['dma_free_noncoherent'],
    source,
  },
  {
    name: 'dma_free_noncoherent',
    does: 'free',
    family: 'noncoherent',
    parameters: ['device', 'size', 'cpu-address', 'dma-address', 'direction'],
    source,
  },
  {
    name: 'dma_alloc_pages',
    does: 'allocate',
    family: 'noncoherent',
    parameters: ['device', 'size', 'dma-address-out', 'direction', 'gfp-flags'],
    returns: 'page',
    undoneBy: ['dma_free_pages'],
    source,
  },
  {
    name: 'dma_free_pages',
    does: 'free',
    family: 'noncoherent',
    parameters: ['device', 'size', 'page', 'dma-address', 'direction'],
    source,
  },
  {
    name: 'dma_alloc_noncontiguous',
    does: 'allocate',
    family: 'noncontiguous',
    parameters: ['device', 'size', 'direction', 'gfp-flags', 'attributes'],
    returns: 'sg-table',
    undoneBy: ['dma_free_noncontiguous'],
    source,
  },
  {
    name: 'dma_free_noncontiguous',
    does: 'free',
    family: 'noncontiguous',
    parameters: ['device', 'size', 'sg-table', 'direction'],
    source,
  },
] as const satisfies readonly ApiFunction[];
