import type { ApiFunction } from './api-function.js';
import { plain } from './rows.js';

const source = 'include/linux/dma-mapping.h (6.12)';
const set = { returns: 'zero-or-negative' } as const;
const asked = { returns: 'value', pure: true } as const;

export const maskFunctions: readonly ApiFunction[] = [
  ...plain(source, ['device', 'ignored'], 'dma_set_mask dma_set_coherent_mask dma_set_mask_and_coherent', set),
  ...plain(source, ['device', 'ignored'], 'dma_coerce_mask_and_coherent', set),
  ...plain(source, ['device', 'ignored'], 'dma_set_max_seg_size dma_set_seg_boundary dma_set_min_align_mask', {
    returns: 'nothing',
  }),
  ...plain(source, ['device'], 'dma_get_mask dma_get_required_mask dma_get_max_seg_size dma_get_seg_boundary', asked),
  ...plain(source, ['device'], 'dma_get_min_align_mask dma_max_mapping_size dma_opt_mapping_size', asked),
  ...plain(source, ['device'], 'dma_get_merge_boundary', asked),
  ...plain(source, ['device', 'ignored'], 'dma_get_seg_boundary_nr_pages', asked),
  ...plain(source, ['device'], 'dma_addressing_limited', { returns: 'boolean', pure: true }),
  ...plain(source, ['device', 'dma-address'], 'dma_need_sync', { returns: 'boolean', pure: true }),
  ...plain(source, ['device'], 'dma_dev_need_sync', { returns: 'boolean', pure: true }),
  ...plain(source, ['device', 'physical-address', 'size'], 'dma_coherent_ok', { returns: 'boolean', pure: true }),
  ...plain(source, [], 'dma_get_cache_alignment', { returns: 'value', pure: true }),
  ...plain('include/linux/dma-map-ops.h (6.12)', ['device'], 'dev_is_dma_coherent', { returns: 'boolean', pure: true }),
  ...plain('include/linux/dma-direction.h (6.12)', ['ignored'], 'valid_dma_direction', {
    returns: 'boolean',
    pure: true,
  }),
  ...plain('include/linux/dma-mapping.h (6.12)', ['ignored'], 'DMA_BIT_MASK', { returns: 'value', pure: true }),

  // Bookkeeping that may compile to nothing; the arguments are a pointer and the name of a field in what it points to.
  ...plain(source, ['cpu-read', 'ignored'], 'dma_unmap_addr dma_unmap_len', { returns: 'value' }),
  ...plain(source, ['cpu-write', 'ignored', 'kept'], 'dma_unmap_addr_set', { returns: 'nothing' }),
  ...plain(source, ['cpu-write', 'ignored', 'ignored'], 'dma_unmap_len_set', { returns: 'nothing' }),

  // Names that are gone: written/old-names.ts. `dma_cache_sync()` worked on the CPU address, in both directions.
  ...plain('include/linux/dma-mapping.h (5.9)', ['device', 'cpu-address', 'size', 'ignored'], 'dma_cache_sync', {
    returns: 'nothing',
  }),
  ...plain('arch/arm/include/asm/dma-mapping.h (2.6.32)', ['device', 'dma-address'], 'dma_is_consistent', {
    returns: 'boolean',
  }),
  ...plain(
    'include/linux/dma-mapping.h (4.20)',
    ['device', 'physical-address', 'dma-address', 'size', 'ignored'],
    'dmam_declare_coherent_memory',
    set,
  ),
  ...plain('include/linux/dma-attrs.h (4.7)', ['assigned'], 'DEFINE_DMA_ATTRS', { returns: 'nothing' }),
  ...plain('include/linux/dma-attrs.h (4.7)', ['cpu-write'], 'init_dma_attrs', { returns: 'nothing' }),
  ...plain('include/linux/dma-attrs.h (4.7)', ['ignored', 'cpu-write'], 'dma_set_attr', { returns: 'nothing' }),
  ...plain('include/linux/dma-attrs.h (4.7)', ['ignored', 'cpu-read'], 'dma_get_attr', { returns: 'boolean' }),
];
