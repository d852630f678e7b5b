import type { ApiFunction } from './api-function.js';

const source = 'include/linux/dmapool.h (6.12)';
/** `pci_pool_*` were macros for `dma_pool_*`; `struct pci_pool` was `struct dma_pool`. */
const pciSource = 'include/linux/pci.h (4.9)';

/** A pool is made and destroyed whole (`pool` is what comes back), its blocks are allocated and freed one by one. */
export const poolFunctions = [
  {
    name: 'dma_pool_create',
    does: 'allocate',
    family: 'pool',
    parameters: ['ignored', 'device', 'size', 'ignored', 'ignored'],
    returns: 'pool',
    undoneBy: ['dma_pool_destroy'],
    source,
  },
  {
    name: 'dmam_pool_create',
    does: 'allocate',
    family: 'pool',
    parameters: ['ignored', 'device', 'size', 'ignored', 'ignored'],
    returns: 'pool',
    undoneBy: ['dmam_pool_destroy'],
    managed: true,
    source,
  },
  {
    name: 'pci_pool_create',
    does: 'allocate',
    family: 'pool',
    parameters: ['ignored', 'device', 'size', 'ignored', 'ignored'],
    returns: 'pool',
    undoneBy: ['pci_pool_destroy', 'dma_pool_destroy'],
    source: pciSource,
  },
  { name: 'dma_pool_destroy', does: 'free', family: 'pool', parameters: ['pool'], source },
  { name: 'dmam_pool_destroy', does: 'free', family: 'pool', parameters: ['pool'], managed: true, source },
  { name: 'pci_pool_destroy', does: 'free', family: 'pool', parameters: ['pool'], source: pciSource },
  {
    name: 'dma_pool_alloc',
    does: 'allocate',
    family: 'pool',
    parameters: ['pool', 'gfp-flags', 'dma-address-out'],
    returns: 'cpu-address',
    undoneBy: ['dma_pool_free'],
    source,
  },
  {
    name: 'dma_pool_zalloc',
    does: 'allocate',
    family: 'pool',
    parameters: ['pool', 'gfp-flags', 'dma-address-out'],
    returns: 'cpu-address',
    undoneBy: ['dma_pool_free'],
    zeroed: true,
    source,
  },
  {
    name: 'pci_pool_alloc',
    does: 'allocate',
    family: 'pool',
    parameters: ['pool', 'gfp-flags', 'dma-address-out'],
    returns: 'cpu-address',
    undoneBy: ['pci_pool_free', 'dma_pool_free'],
    source: pciSource,
  },
  {
    name: 'pci_pool_zalloc',
    does: 'allocate',
    family: 'pool',
    parameters: ['pool', 'gfp-flags', 'dma-address-out'],
    returns: 'cpu-address',
    undoneBy: ['pci_pool_free', 'dma_pool_free'],
    zeroed: true,
    source: pciSource,
  },
  { name: 'dma_pool_free', does: 'free', family: 'pool', parameters: ['pool', 'cpu-address', 'dma-address'], source },
  {
    name: 'pci_pool_free',
    does: 'free',
    family: 'pool',
    parameters: ['pool', 'cpu-address', 'dma-address'],
    source: pciSource,
  },
] as const satisfies readonly ApiFunction[];
