import type { ApiFunction } from './api-function.js';
import { plain } from './rows.js';

const gem = 'include/drm/drm_gem.h (6.12)';
const dma = 'include/drm/drm_gem_dma_helper.h (6.12)';
const shmem = 'include/drm/drm_gem_shmem_helper.h (6.12)';
const prime = 'include/drm/drm_prime.h (6.12)';
const framebuffer = 'include/drm/drm_fb_dma_helper.h (6.12)';
const drv = 'include/drm/drm_drv.h (6.12)';
const vma = 'include/drm/drm_vma_manager.h (6.12)';
const accessor = { returns: 'pointer', pure: true } as const;
const failing = { returns: 'zero-or-negative' } as const;
const nothing = { returns: 'nothing' } as const;
const made = { returns: 'error-pointer', sleeps: true } as const;

/** Buffer objects. The helpers allocate and map; the last reference releases. */
export const drmFunctions: readonly ApiFunction[] = [
  ...plain(gem, ['kept'], 'drm_gem_object_put drm_gem_object_release'),
  ...plain(gem, ['ignored'], 'drm_gem_object_get'),
  ...plain(gem, ['ignored', 'cpu-write', 'size'], 'drm_gem_object_init', { ...failing, sleeps: true }),
  ...plain(gem, ['ignored', 'cpu-write', 'size'], 'drm_gem_private_object_init', nothing),
  ...plain(gem, ['ignored', 'ignored'], 'drm_gem_object_lookup', { returns: 'pointer-or-null' }),
  // User space finds the object by its handle from now on.
  ...plain(gem, ['ignored', 'shared', 'cpu-write'], 'drm_gem_handle_create', failing),
  ...plain(gem, ['ignored'], 'drm_gem_create_mmap_offset', failing),
  ...plain(gem, ['ignored'], 'drm_gem_free_mmap_offset', nothing),
  ...plain(gem, ['ignored'], 'drm_gem_get_pages', made),
  ...plain(gem, ['ignored', 'kept', 'ignored', 'ignored'], 'drm_gem_put_pages', nothing),
  ...plain(gem, ['ignored', 'cpu-write'], 'drm_gem_vmap drm_gem_vmap_unlocked', { ...failing, sleeps: true }),
  ...plain(gem, ['ignored', 'cpu-write'], 'drm_gem_vunmap drm_gem_vunmap_unlocked', nothing),

  ...plain(dma, ['ignored', 'size'], 'drm_gem_dma_create', made),
  ...plain(dma, ['kept'], 'drm_gem_dma_free drm_gem_dma_object_free', nothing),
  ...plain(dma, ['ignored'], 'to_drm_gem_dma_obj', accessor),
  ...plain(dma, ['ignored', 'cpu-write'], 'drm_gem_dma_vmap', failing),
  ...plain(framebuffer, ['ignored', 'ignored'], 'drm_fb_dma_get_gem_obj', { returns: 'pointer-or-null', pure: true }),
  ...plain(framebuffer, ['ignored', 'ignored', 'ignored'], 'drm_fb_dma_get_gem_addr', { returns: 'value', pure: true }),

  ...plain(shmem, ['ignored', 'size'], 'drm_gem_shmem_create', made),
  ...plain(shmem, ['kept'], 'drm_gem_shmem_free', nothing),
  ...plain(shmem, ['ignored'], 'drm_gem_shmem_get_pages_sgt', made),
  ...plain(shmem, ['ignored'], 'drm_gem_shmem_get_sg_table', made),
  ...plain(shmem, ['ignored'], 'drm_gem_shmem_pin', { ...failing, sleeps: true }),
  ...plain(shmem, ['ignored'], 'drm_gem_shmem_unpin', nothing),
  ...plain(shmem, ['ignored', 'cpu-write'], 'drm_gem_shmem_vmap', { ...failing, sleeps: true }),
  ...plain(shmem, ['ignored', 'cpu-write'], 'drm_gem_shmem_vunmap', nothing),

  // A table of the pages, not mapped yet.
  ...plain(prime, ['ignored', 'cpu-read', 'ignored'], 'drm_prime_pages_to_sg', { returns: 'error-pointer' }),
  ...plain(prime, ['sg-table', 'cpu-write', 'ignored'], 'drm_prime_sg_to_dma_addr_array', failing),
  ...plain(prime, ['sg-table', 'cpu-write', 'ignored'], 'drm_prime_sg_to_page_array', failing),
  ...plain(prime, ['sg-table'], 'drm_prime_get_contiguous_size', { returns: 'value' }),
  ...plain(prime, ['ignored', 'sg-table'], 'drm_prime_gem_destroy', nothing),

  ...plain(drv, ['ignored'], 'drm_dev_get', nothing),
  ...plain(drv, ['kept'], 'drm_dev_put', nothing),
  ...plain(vma, ['ignored'], 'drm_vma_node_start drm_vma_node_size drm_vma_node_offset_addr', {
    returns: 'value',
    pure: true,
  }),
];
