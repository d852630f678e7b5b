import type { ApiFunction } from './api-function.js';
import { plain } from './rows.js';

const source = 'include/linux/dma-mapping.h (6.12)';
const mapped = { returns: 'zero-or-negative' } as const;
const mmapped = { ...mapped, plays: 'mmap' } as const;
const tabled = { ...mapped, plays: 'sg-table', rebuilds: 'built' } as const;

/** Allocations seen from elsewhere: user space, other devices, a second kernel mapping. The allocation stays as it is. */
export const userFunctions: readonly ApiFunction[] = [
  ...plain(
    source,
    ['device', 'ignored', 'cpu-address', 'dma-address', 'size'],
    'dma_mmap_coherent dma_mmap_wc',
    mmapped,
  ),
  ...plain(
    source,
    ['device', 'ignored', 'cpu-address', 'dma-address', 'size', 'attributes'],
    'dma_mmap_attrs',
    mmapped,
  ),
  ...plain(
    'include/linux/dma-mapping.h (4.5)',
    ['device', 'ignored', 'cpu-address', 'dma-address', 'size'],
    'dma_mmap_writecombine',
    mmapped,
  ),
  ...plain(source, ['device', 'ignored', 'size', 'page'], 'dma_mmap_pages', mapped),
  ...plain(source, ['device', 'ignored', 'size', 'sg-table'], 'dma_mmap_noncontiguous', mapped),
  ...plain(source, ['device', 'size', 'sg-table'], 'dma_vmap_noncontiguous', {
    returns: 'pointer-or-null',
    plays: 'vmap',
  }),
  ...plain(source, ['device', 'ignored'], 'dma_vunmap_noncontiguous', { returns: 'nothing' }),
  ...plain(
    'include/linux/highmem.h (6.12)',
    ['ignored', 'ignored'],
    'flush_kernel_vmap_range invalidate_kernel_vmap_range',
    { returns: 'nothing' },
  ),
  ...plain(source, ['device', 'sg-table', 'cpu-address', 'dma-address', 'size'], 'dma_get_sgtable', tabled),
  ...plain(
    source,
    ['device', 'sg-table', 'cpu-address', 'dma-address', 'size', 'attributes'],
    'dma_get_sgtable_attrs',
    tabled,
  ),
  ...plain(source, ['device'], 'dma_can_mmap dma_pci_p2pdma_supported', { returns: 'boolean' }),
  ...plain('include/linux/mm.h (6.12)', ['ignored', 'ignored', 'ignored', 'ignored', 'ignored'], 'remap_pfn_range', {
    ...mapped,
    sleeps: true,
  }),
  ...plain('include/linux/mm.h (6.12)', ['ignored', 'ignored', 'ignored'], 'vm_insert_page vm_iomap_memory', mapped),
  ...plain('include/linux/vmalloc.h (6.12)', ['ignored', 'cpu-address', 'ignored'], 'remap_vmalloc_range', mapped),
];
