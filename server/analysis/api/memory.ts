import type { ApiFunction } from './api-function.js';
import { plain, rows } from './rows.js';

// In every row of this file the parameter with the role `cpu-address` or `page` is the memory that is put, or that the
// result is another name of; `size` is the size in bytes, or the factors of it where there are two.

const slab = 'include/linux/slab.h (6.12)';
const devres = 'include/linux/device/devres.h (6.12)';
const heap = { does: 'get-memory', memory: 'heap', fails: 'null' } as const;
const putHeap = { does: 'put-memory', memory: 'heap' } as const;
const zeroed = true;
const managed = true;

const heapFunctions: readonly ApiFunction[] = [
  ...rows({ ...heap, parameters: ['size', 'gfp-flags'], source: slab }, 'kmalloc kmalloc_track_caller'),
  ...rows({ ...heap, parameters: ['size', 'gfp-flags'], zeroed, source: slab }, 'kzalloc'),
  ...rows({ ...heap, parameters: ['size', 'gfp-flags', 'ignored'], source: slab }, 'kmalloc_node'),
  ...rows({ ...heap, parameters: ['size', 'gfp-flags', 'ignored'], zeroed, source: slab }, 'kzalloc_node'),
  ...rows({ ...heap, parameters: ['size', 'size', 'gfp-flags'], source: slab }, 'kmalloc_array'),
  ...rows({ ...heap, parameters: ['size', 'size', 'gfp-flags'], zeroed, source: slab }, 'kcalloc'),
  ...rows({ ...heap, parameters: ['size', 'size', 'gfp-flags', 'ignored'], source: slab }, 'kmalloc_array_node'),
  ...rows({ ...heap, parameters: ['size', 'size', 'gfp-flags', 'ignored'], zeroed, source: slab }, 'kcalloc_node'),
  // What was there moves: the old address is gone when the call succeeds.
  ...rows({ ...heap, parameters: ['kept', 'size', 'gfp-flags'], source: slab }, 'krealloc'),
  ...rows({ ...heap, parameters: ['kept', 'size', 'size', 'gfp-flags'], source: slab }, 'krealloc_array'),
  ...rows({ ...heap, parameters: ['ignored', 'gfp-flags'], source: slab }, 'kmem_cache_alloc'),
  ...rows({ ...heap, parameters: ['ignored', 'gfp-flags'], zeroed, source: slab }, 'kmem_cache_zalloc'),
  ...rows({ ...heap, parameters: ['ignored', 'gfp-flags', 'ignored'], source: slab }, 'kmem_cache_alloc_node'),
  ...rows({ ...putHeap, parameters: ['cpu-address'], source: slab }, 'kfree kfree_sensitive'),
  ...rows({ ...putHeap, parameters: ['cpu-address'], source: 'include/linux/slab.h (5.8)' }, 'kzfree'),
  ...rows({ ...putHeap, parameters: ['cpu-address'], source: 'include/linux/string.h (6.12)' }, 'kfree_const'),
  ...rows({ ...putHeap, parameters: ['ignored', 'cpu-address'], source: slab }, 'kmem_cache_free'),
  ...rows(
    { ...putHeap, parameters: ['cpu-address', 'ignored'], source: 'include/linux/rcupdate.h (6.12)' },
    'kfree_rcu',
  ),
  ...rows(
    { ...putHeap, parameters: ['cpu-address'], source: 'include/linux/rcupdate.h (6.12)' },
    'kfree_rcu_mightsleep',
  ),
];

const string = 'include/linux/string.h (6.12)';
const duplicateFunctions: readonly ApiFunction[] = [
  ...rows({ ...heap, parameters: ['cpu-read', 'size', 'gfp-flags'], source: string }, 'kmemdup kmemdup_nul kstrndup'),
  ...rows({ ...heap, parameters: ['cpu-read', 'gfp-flags'], source: string }, 'kstrdup kstrdup_const'),
  ...rows({ ...heap, parameters: ['cpu-read', 'size', 'size', 'gfp-flags'], source: string }, 'kmemdup_array'),
  ...rows({ ...heap, parameters: ['ignored', 'size'], fails: 'error-pointer', source: string }, 'memdup_user'),
  ...rows({ ...heap, parameters: ['ignored', 'size'], fails: 'error-pointer', source: string }, 'memdup_user_nul'),
  ...rows({ ...heap, parameters: ['ignored', 'size'], fails: 'error-pointer', source: string }, 'strndup_user'),
  ...rows(
    { ...heap, memory: 'maybe-vmalloc', parameters: ['ignored', 'size'], fails: 'error-pointer', source: string },
    'vmemdup_user',
  ),
  ...rows(
    { ...heap, parameters: ['gfp-flags', 'cpu-read'], rest: 'ignored', source: 'include/linux/sprintf.h (6.12)' },
    'kasprintf',
  ),
  ...rows(
    { ...heap, parameters: ['gfp-flags', 'cpu-read', 'ignored'], source: 'include/linux/sprintf.h (6.12)' },
    'kvasprintf',
  ),
];

const managedFunctions: readonly ApiFunction[] = [
  ...rows({ ...heap, parameters: ['ignored', 'size', 'gfp-flags'], managed, source: devres }, 'devm_kmalloc'),
  ...rows({ ...heap, parameters: ['ignored', 'size', 'gfp-flags'], managed, zeroed, source: devres }, 'devm_kzalloc'),
  ...rows(
    { ...heap, parameters: ['ignored', 'size', 'size', 'gfp-flags'], managed, source: devres },
    'devm_kmalloc_array',
  ),
  ...rows(
    { ...heap, parameters: ['ignored', 'size', 'size', 'gfp-flags'], managed, zeroed, source: devres },
    'devm_kcalloc',
  ),
  ...rows({ ...heap, parameters: ['ignored', 'kept', 'size', 'gfp-flags'], managed, source: devres }, 'devm_krealloc'),
  ...rows(
    { ...heap, parameters: ['ignored', 'cpu-read', 'size', 'gfp-flags'], managed, source: devres },
    'devm_kmemdup',
  ),
  ...rows(
    { ...heap, parameters: ['ignored', 'cpu-read', 'gfp-flags'], managed, source: devres },
    'devm_kstrdup devm_kstrdup_const',
  ),
  ...rows(
    { ...heap, parameters: ['ignored', 'gfp-flags', 'cpu-read'], rest: 'ignored', managed, source: devres },
    'devm_kasprintf',
  ),
  ...rows({ ...putHeap, parameters: ['ignored', 'cpu-address'], managed, source: devres }, 'devm_kfree'),
  ...rows(
    { ...heap, memory: 'pages', parameters: ['ignored', 'gfp-flags', 'ignored'], managed, source: devres },
    'devm_get_free_pages',
  ),
  ...rows(
    { ...putHeap, memory: 'pages', parameters: ['ignored', 'cpu-address'], managed, source: devres },
    'devm_free_pages',
  ),
];

const gfp = 'include/linux/gfp.h (6.12)';
const pages = { does: 'get-memory', memory: 'pages', fails: 'null' } as const;
const putPages = { does: 'put-memory', memory: 'pages' } as const;
const counted = true;

const pageFunctions: readonly ApiFunction[] = [
  ...rows({ ...pages, parameters: ['gfp-flags'], source: gfp }, 'alloc_page __get_free_page'),
  ...rows({ ...pages, parameters: ['gfp-flags'], zeroed, source: gfp }, 'get_zeroed_page'),
  ...rows({ ...pages, parameters: ['gfp-flags', 'ignored'], source: gfp }, 'alloc_pages __get_free_pages folio_alloc'),
  ...rows({ ...pages, parameters: ['gfp-flags', 'ignored'], source: gfp }, '__get_dma_pages'),
  ...rows({ ...pages, parameters: ['ignored', 'gfp-flags', 'ignored'], source: gfp }, 'alloc_pages_node'),
  ...rows({ ...pages, parameters: ['size', 'gfp-flags'], source: gfp }, 'alloc_pages_exact'),
  ...rows({ ...pages, parameters: [], source: 'include/linux/skbuff.h (6.12)' }, 'dev_alloc_page'),
  ...rows({ ...pages, parameters: ['ignored'], source: 'include/linux/skbuff.h (6.12)' }, 'dev_alloc_pages'),
  ...rows({ ...putPages, parameters: ['page', 'ignored'], counted, source: gfp }, '__free_pages'),
  ...rows({ ...putPages, parameters: ['page'], counted, source: gfp }, '__free_page'),
  ...rows({ ...putPages, parameters: ['cpu-address'], source: gfp }, 'free_page'),
  ...rows({ ...putPages, parameters: ['cpu-address', 'ignored'], source: gfp }, 'free_pages'),
  ...rows({ ...putPages, parameters: ['cpu-address', 'size'], source: gfp }, 'free_pages_exact'),
  ...rows({ ...putPages, parameters: ['page'], counted, source: 'include/linux/mm.h (6.12)' }, 'put_page folio_put'),
  ...rows({ ...putPages, parameters: ['page'], counted, source: 'include/linux/mm.h (6.12)' }, 'unpin_user_page'),
  ...rows(
    {
      ...pages,
      parameters: ['ignored', 'ignored', 'ignored', 'ignored'],
      source: 'include/linux/dma-map-ops.h (6.12)',
    },
    'dma_alloc_from_contiguous',
  ),
  ...rows(
    { ...pages, parameters: ['ignored', 'size', 'gfp-flags'], source: 'include/linux/dma-map-ops.h (6.12)' },
    'dma_alloc_contiguous',
  ),
  ...rows(
    { ...putPages, parameters: ['ignored', 'page', 'ignored'], source: 'include/linux/dma-map-ops.h (6.12)' },
    'dma_release_from_contiguous',
  ),
];

const pageReferences: readonly ApiFunction[] = [
  ...plain('include/linux/mm.h (6.12)', ['ignored'], 'get_page'),
  ...plain('include/linux/page_ref.h (6.12)', ['ignored'], 'page_ref_inc page_ref_dec'),
  ...plain('include/linux/page_ref.h (6.12)', ['ignored', 'ignored'], 'page_ref_add page_ref_sub'),
  ...plain('include/linux/page_ref.h (6.12)', ['ignored'], 'page_count page_ref_count', { returns: 'value' }),
  ...plain('include/linux/mm.h (6.12)', ['ignored'], 'page_is_pfmemalloc', { returns: 'boolean', pure: true }),
];

const vmallocHeader = 'include/linux/vmalloc.h (6.12)';
const vmalloc = { does: 'get-memory', memory: 'vmalloc', fails: 'null' } as const;
const maybeVmalloc = { does: 'get-memory', memory: 'maybe-vmalloc', fails: 'null' } as const;

const vmallocFunctions: readonly ApiFunction[] = [
  ...rows({ ...vmalloc, parameters: ['size'], source: vmallocHeader }, 'vmalloc vmalloc_32'),
  ...rows({ ...vmalloc, parameters: ['size'], zeroed, source: vmallocHeader }, 'vzalloc vmalloc_user vmalloc_32_user'),
  ...rows({ ...vmalloc, parameters: ['size', 'ignored'], source: vmallocHeader }, 'vmalloc_node'),
  ...rows({ ...vmalloc, parameters: ['size', 'ignored'], zeroed, source: vmallocHeader }, 'vzalloc_node'),
  ...rows({ ...vmalloc, parameters: ['size', 'gfp-flags'], source: vmallocHeader }, '__vmalloc vmalloc_huge'),
  ...rows({ ...vmalloc, parameters: ['size', 'size'], source: vmallocHeader }, 'vmalloc_array'),
  ...rows({ ...vmalloc, parameters: ['size', 'size'], zeroed, source: vmallocHeader }, 'vcalloc'),
  // A second kernel address of pages that stay where they are.
  ...rows({ ...vmalloc, parameters: ['kept', 'ignored', 'ignored', 'ignored'], source: vmallocHeader }, 'vmap'),
  ...rows({ ...vmalloc, parameters: ['kept', 'ignored', 'ignored'], source: vmallocHeader }, 'vm_map_ram'),
  ...rows(
    { does: 'put-memory', memory: 'vmalloc', parameters: ['cpu-address'], source: vmallocHeader },
    'vfree vunmap',
  ),
  ...rows(
    { does: 'put-memory', memory: 'vmalloc', parameters: ['cpu-address', 'ignored'], source: vmallocHeader },
    'vm_unmap_ram',
  ),
  ...rows({ ...maybeVmalloc, parameters: ['size', 'gfp-flags'], source: slab }, 'kvmalloc'),
  ...rows({ ...maybeVmalloc, parameters: ['size', 'gfp-flags'], zeroed, source: slab }, 'kvzalloc'),
  ...rows({ ...maybeVmalloc, parameters: ['size', 'gfp-flags', 'ignored'], source: slab }, 'kvmalloc_node'),
  ...rows({ ...maybeVmalloc, parameters: ['size', 'gfp-flags', 'ignored'], zeroed, source: slab }, 'kvzalloc_node'),
  ...rows({ ...maybeVmalloc, parameters: ['size', 'size', 'gfp-flags'], source: slab }, 'kvmalloc_array'),
  ...rows({ ...maybeVmalloc, parameters: ['size', 'size', 'gfp-flags'], zeroed, source: slab }, 'kvcalloc'),
  ...rows({ ...maybeVmalloc, parameters: ['kept', 'size', 'gfp-flags'], source: slab }, 'kvrealloc'),
  ...rows({ ...maybeVmalloc, parameters: ['cpu-read', 'size', 'gfp-flags'], source: string }, 'kvmemdup'),
  ...rows({ does: 'put-memory', memory: 'maybe-vmalloc', parameters: ['cpu-address'], source: slab }, 'kvfree'),
  ...rows(
    { does: 'put-memory', memory: 'maybe-vmalloc', parameters: ['cpu-address', 'size'], source: slab },
    'kvfree_sensitive',
  ),
];

const highmem = 'include/linux/highmem.h (6.12)';
const highmemInternal = 'include/linux/highmem-internal.h (6.12)';
const kmap = { does: 'get-memory', memory: 'kmap', fails: 'never' } as const;
const kunmap = { does: 'put-memory', memory: 'kmap' } as const;

const kmapFunctions: readonly ApiFunction[] = [
  ...rows({ ...kmap, parameters: ['page'], source: highmem }, 'kmap kmap_atomic kmap_local_page'),
  ...rows({ ...kmap, parameters: ['page', 'offset'], source: highmem }, 'kmap_local_folio'),
  ...rows({ ...kunmap, parameters: ['page'], source: highmem }, 'kunmap'),
  ...rows({ ...kunmap, parameters: ['cpu-address'], source: highmemInternal }, 'kunmap_atomic kunmap_local'),
];

const mm = 'include/linux/mm.h (6.12)';
const mmTypes = 'include/linux/mm_types.h (6.12)';
const asmMemory = 'arch/arm/include/asm/memory.h (6.12)';

/** The same memory by another name. Pages of vmalloc and kmap addresses are found one by one, so those give no name. */
const addressFunctions: readonly ApiFunction[] = [
  ...plain(mm, ['page'], 'page_address', { effect: 'from-page', returns: 'pointer-or-null', pure: true }),
  ...plain(mm, ['page'], 'page_to_virt lowmem_page_address folio_address', {
    effect: 'from-page',
    returns: 'pointer',
    pure: true,
  }),
  ...plain(asmMemory, ['cpu-address'], 'virt_to_page', { effect: 'to-page', returns: 'pointer', pure: true }),
  ...plain(mm, ['cpu-address'], 'virt_to_head_page', { effect: 'to-page', returns: 'pointer', pure: true }),
  ...plain(mm, ['ignored'], 'vmalloc_to_page', { returns: 'pointer-or-null', pure: true }),
  ...plain(mm, ['ignored'], 'vmalloc_to_pfn page_to_nid page_size compound_order', { returns: 'value', pure: true }),
  ...plain('include/linux/page-flags.h (6.12)', ['page'], 'compound_head', {
    effect: 'same-value',
    returns: 'pointer',
    pure: true,
  }),
  ...plain(mmTypes, ['ignored'], 'page_private', { returns: 'value', field: 'private' }),
  ...plain(mmTypes, ['ignored', 'ignored'], 'set_page_private', { returns: 'nothing', stores: { private: 1 } }),
  ...plain(mm, ['ignored'], 'is_vmalloc_addr', { returns: 'boolean', pure: true }),
  ...plain(highmemInternal, ['ignored'], 'kmap_to_page', { returns: 'pointer' }),
  ...plain(asmMemory, ['cpu-address'], 'virt_to_phys __pa', { effect: 'to-physical', returns: 'value', pure: true }),
  ...plain(asmMemory, ['page'], 'page_to_phys', {
    effect: 'to-physical',
    returns: 'value',
    pure: true,
  }),
  ...plain('include/asm-generic/memory_model.h (6.12)', ['page'], 'page_to_pfn', { returns: 'value', pure: true }),
  ...plain('include/asm-generic/memory_model.h (6.12)', ['ignored'], 'pfn_to_page', {
    effect: 'frame-to-page',
    returns: 'pointer',
    pure: true,
  }),
  ...plain(asmMemory, ['physical-address'], 'phys_to_virt __va', { returns: 'pointer', pure: true }),
  ...plain('include/asm-generic/memory_model.h (6.12)', ['ignored'], 'pfn_valid', { returns: 'boolean', pure: true }),
  ...plain(asmMemory, ['ignored'], 'virt_addr_valid', { returns: 'boolean', pure: true }),
  // Physical addresses under another name since before the API existed; gone on ARM and x86 in 6.12.
  ...plain('include/asm-generic/io.h (5.19)', ['cpu-address'], 'virt_to_bus', {
    effect: 'to-physical',
    returns: 'value',
    pure: true,
  }),
  ...plain('include/asm-generic/io.h (5.19)', ['physical-address'], 'bus_to_virt', { returns: 'pointer', pure: true }),
  // ISA buses see physical addresses: this one is meant for the device.
  ...plain('arch/arm/include/asm/io.h (6.12)', ['ignored'], 'isa_virt_to_bus', { returns: 'value', pure: true }),
];

export const memoryFunctions: readonly ApiFunction[] = [
  ...heapFunctions,
  ...duplicateFunctions,
  ...managedFunctions,
  ...pageFunctions,
  ...pageReferences,
  ...vmallocFunctions,
  ...kmapFunctions,
  ...addressFunctions,
];
