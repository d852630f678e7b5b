/**
 * Does a file name the DMA API at all? One scan, before anything else is done with it. Older names are those of
 * drivers that were written for kernels before 6.1 or live outside the tree.
 */
export function concernsDma(text: string): boolean {
  return apiNames.test(text) || (walksByCpu.test(text) && requestLists.test(text));
}

/** A host without DMA goes through the lists of its requests by itself, and they may have pages of high memory. */
const walksByCpu = /\bsg_virt\b/;

// Linux include/linux/mmc/core.h, memstick.h and libata.h (6.12).
const requestLists = /\b(?:mmc_data|memstick_request|ata_queued_cmd)\b/;

const apiNames = new RegExp(
  `\\b(?:${[
    'dma_addr_t',
    // include/linux/dma-mapping.h, dma-map-ops.h, dmapool.h (6.12)
    'dma_(?:un)?map_(?:single|page|sg|sgtable|resource|phys|bvec)\\w*',
    'dma_sync_\\w+',
    'sg_dma_(?:address|len)',
    'dma_mapping_error',
    'dmam?_z?(?:alloc|free)_(?:coherent|attrs|wc|writecombine|noncoherent|noncontiguous|pages|consistent)\\w*',
    'dma_v(?:map|unmap)_noncontiguous',
    'dma_mmap_\\w+',
    'dma_get_sgtable\\w*',
    'dma_set_(?:coherent_)?mask\\w*',
    'dma_set_(?:max|min)_\\w+',
    'dma_coerce_mask\\w*',
    'dma_set_attr',
    'dma_cache_sync',
    'dmam?_pool_(?:create|destroy|z?alloc|free)\\w*',
    'dmam_declare_coherent_memory',
    'dma_unmap_(?:addr|len)(?:_set)?',
    'arm_iommu_\\w+',
    // Appendix E of the rule catalogue
    'pci_(?:un)?map_(?:single|page|sg)',
    'pci_z?alloc_consistent',
    'pci_free_consistent',
    'pci_dma_(?:sync_\\w+|mapping_error)',
    'pci_set_(?:consistent_)?dma_mask',
    'pci_pool_(?:create|z?alloc|free|destroy)',
    '(?:isa_)?virt_to_bus|virt_to_phys',
    'bus_to_virt',
    // thin forms of subsystems
    'ib_dma_\\w+',
    'scsi_dma_(?:un)?map',
    'skb_frag_dma_map',
    'usb_(?:alloc|free)_coherent',
    'usb_gadget_(?:un)?map_request\\w*',
    // A frame number made of the handle of a sound buffer: include/sound/pcm.h, sound/memalloc.h (6.12).
    'dma_(?:buffer\\.)?addr\\s*>>\\s*PAGE_SHIFT',
    'snd_pcm_lib_malloc_pages|snd_pcm_set_(?:managed|fixed)_buffer\\w*|snd_dma_alloc_\\w+',
    'dma_buf_(?:attach|dynamic_attach|detach|map_attachment|unmap_attachment|begin_cpu_access|end_cpu_access|vmap|vunmap|export|get|put|mmap|fd)\\w*',
    'dmaengine_(?:prep|terminate)_\\w+',
    'iommu_(?:map|unmap|map_sg|map_sgtable|map_atomic|domain_alloc|domain_free|paging_domain_alloc|attach_device|detach_device|attach_group|detach_group|iova_to_phys)',
    // Buffers that a subsystem maps for its callers: include/linux/usb.h, spi/spi.h, mmc/sdio_func.h (6.12)
    'usb_(?:control|bulk|interrupt)_msg|usb_fill_(?:control|bulk|int)_urb',
    'spi_(?:write|read|sync|sync_transfer|sync_locked|async)',
    'sdio_(?:readsb|writesb|memcpy_fromio|memcpy_toio)',
    // Lists of memory for the crypto API, virtio and others that map them: include/linux/scatterlist.h (6.12)
    'sg_(?:init_one|set_buf)',
    'page_pool_(?:create|dma_\\w+|get_dma_addr)',
  ].join('|')})\\b`,
);
