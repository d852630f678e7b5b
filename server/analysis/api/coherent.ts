import type { ApiFunction } from './api-function.js';

const source = 'include/linux/dma-mapping.h (6.12)';
const writeCombine = ['DMA_ATTR_WRITE_COMBINE'] as const;

const allocateFunctions = [
  {
    name: 'dma_alloc_coherent',
    does: 'allocate',
    family: 'coherent',
    parameters: ['device', 'size', 'dma-address-out', 'gfp-flags'],
    returns: 'cpu-address',
    undoneBy: ['dma_free_coherent', 'dma_free_attrs'],
    source,
  },
  {
    name: 'dma_alloc_attrs',
    does: 'allocate',
    family: 'coherent',
    parameters: ['device', 'size', 'dma-address-out', 'gfp-flags', 'attributes'],
    returns: 'cpu-address',
    undoneBy: ['dma_free_attrs', 'dma_free_coherent', 'dma_free_wc'],
    source,
  },
  {
    name: 'dma_alloc_wc',
    does: 'allocate',
    family: 'coherent',
    parameters: ['device', 'size', 'dma-address-out', 'gfp-flags'],
    returns: 'cpu-address',
    undoneBy: ['dma_free_wc', 'dma_free_attrs'],
    attributes: writeCombine,
    source,
  },
  {
    name: 'dma_alloc_writecombine',
    does: 'allocate',
    family: 'coherent',
    parameters: ['device', 'size', 'dma-address-out', 'gfp-flags'],
    returns: 'cpu-address',
    undoneBy: ['dma_free_writecombine', 'dma_free_wc', 'dma_free_attrs'],
    attributes: writeCombine,
    source: 'include/linux/dma-mapping.h (4.5)',
  },
  {
    name: 'dma_zalloc_coherent',
    does: 'allocate',
    family: 'coherent',
    parameters: ['device', 'size', 'dma-address-out', 'gfp-flags'],
    returns: 'cpu-address',
    undoneBy: ['dma_free_coherent', 'dma_free_attrs'],
    source: 'include/linux/dma-mapping.h (4.20)',
  },
  {
    name: 'dmam_alloc_coherent',
    does: 'allocate',
    family: 'coherent',
    parameters: ['device', 'size', 'dma-address-out', 'gfp-flags'],
    returns: 'cpu-address',
    undoneBy: ['dmam_free_coherent'],
    managed: true,
    source,
  },
  {
    name: 'dmam_alloc_attrs',
    does: 'allocate',
    family: 'coherent',
    parameters: ['device', 'size', 'dma-address-out', 'gfp-flags', 'attributes'],
    returns: 'cpu-address',
    undoneBy: ['dmam_free_coherent'],
    managed: true,
    source,
  },
] as const satisfies readonly ApiFunction[];

const freeFunctions = [
  {
    name: 'dma_free_coherent',
    does: 'free',
    family: 'coherent',
    parameters: ['device', 'size', 'cpu-address', 'dma-address'],
    source,
  },
  {
    name: 'dma_free_attrs',
    does: 'free',
    family: 'coherent',
    parameters: ['device', 'size', 'cpu-address', 'dma-address', 'attributes'],
    source,
  },
  {
    name: 'dma_free_wc',
    does: 'free',
    family: 'coherent',
    parameters: ['device', 'size', 'cpu-address', 'dma-address'],
    attributes: writeCombine,
    source,
  },
  {
    name: 'dma_free_writecombine',
    does: 'free',
    family: 'coherent',
    parameters: ['device', 'size', 'cpu-address', 'dma-address'],
    attributes: writeCombine,
    source: 'include/linux/dma-mapping.h (4.5)',
  },
  {
    name: 'dmam_free_coherent',
    does: 'free',
    family: 'coherent',
    parameters: ['device', 'size', 'cpu-address', 'dma-address'],
    managed: true,
    source,
  },
] as const satisfies readonly ApiFunction[];

export const coherentFunctions: readonly ApiFunction[] = [...allocateFunctions, ...freeFunctions];
