import type { OldFamily } from './event.js';

/**
 * What replaces a name, the version that lost or deprecated it, and whether it is gone: then no header in include/ or of
 * ARM, ARM64 and x86 in the trees of 6.1 and 6.12 defines it.
 */
export interface OldName {
  readonly instead: string;
  readonly since: string;
  readonly isGone: boolean;
  readonly family: OldFamily;
}

const gone = (since: string, instead: string, names: string, family: OldFamily = 'any') =>
  names.split(' ').map((name): [string, OldName] => [name, { instead, since, isGone: true, family }]);
const legacy = (since: string, instead: string, names: string) =>
  names.split(' ').map((name): [string, OldName] => [name, { instead, since, isGone: false, family: 'any' }]);

/** Checked against include/ and arch/{arm,arm64,x86} of Linux 6.1 and 6.12: a gone name has no definition there. */
export const oldNames: ReadonlyMap<string, OldName> = new Map([
  ...gone('5.18', 'dma_alloc_coherent', 'pci_alloc_consistent pci_zalloc_consistent'),
  ...gone('5.18', 'dma_free_coherent', 'pci_free_consistent'),
  ...gone('5.18', 'dma_map_single', 'pci_map_single'),
  ...gone('5.18', 'dma_map_page', 'pci_map_page'),
  ...gone('5.18', 'dma_map_sg', 'pci_map_sg'),
  ...gone('5.18', 'dma_unmap_single', 'pci_unmap_single'),
  ...gone('5.18', 'dma_unmap_page', 'pci_unmap_page'),
  ...gone('5.18', 'dma_unmap_sg', 'pci_unmap_sg'),
  ...gone('5.18', 'dma_sync_single_for_cpu', 'pci_dma_sync_single_for_cpu'),
  ...gone('5.18', 'dma_sync_single_for_device', 'pci_dma_sync_single_for_device'),
  ...gone('5.18', 'dma_sync_sg_for_cpu', 'pci_dma_sync_sg_for_cpu'),
  ...gone('5.18', 'dma_sync_sg_for_device', 'pci_dma_sync_sg_for_device'),
  ...gone('5.18', 'dma_mapping_error', 'pci_dma_mapping_error'),
  ...gone('5.18', 'dma_set_mask', 'pci_set_dma_mask'),
  ...gone('5.18', 'dma_set_coherent_mask', 'pci_set_consistent_dma_mask'),
  ...gone('5.18', 'dma_pool_create', 'pci_pool_create'),
  ...gone('5.18', 'dma_pool_alloc', 'pci_pool_alloc pci_pool_zalloc'),
  ...gone('5.18', 'dma_pool_free', 'pci_pool_free'),
  ...gone('5.18', 'dma_pool_destroy', 'pci_pool_destroy'),
  ...gone('5.1', 'dma_alloc_coherent', 'dma_zalloc_coherent'),
  ...gone('4.18', 'dma_alloc_wc', 'dma_alloc_writecombine'),
  ...gone('4.18', 'dma_free_wc', 'dma_free_writecombine'),
  ...gone('4.18', 'dma_mmap_wc', 'dma_mmap_writecombine'),
  ...gone('4.8', 'an attribute mask', 'DEFINE_DMA_ATTRS init_dma_attrs dma_set_attr dma_get_attr'),
  ...gone('5.0', 'reserved memory of the device tree', 'dmam_declare_coherent_memory'),
  // Still there on m68k, 32-bit powerpc and a few more, whose drivers build with it.
  ...legacy('2.6', 'dma_map_single', 'virt_to_bus'),
  ...legacy('2.6', 'the CPU pointer kept beside the address', 'bus_to_virt'),
  ...legacy('2.6', 'dma_map_single', 'isa_virt_to_bus'),
  ...legacy('4.5', 'dmaengine_terminate_sync or dmaengine_terminate_async', 'dmaengine_terminate_all'),
  ...gone('5.10', 'dma_sync_single_for_cpu or dma_sync_single_for_device', 'dma_cache_sync', 'noncoherent'),
  ...gone('3.2', 'dma_need_sync', 'dma_is_consistent', 'noncoherent'),
]);
