import type { ApiFunction } from './api-function.js';
import { plain, rows } from './rows.js';

const mm = 'include/linux/mm.h (6.12)';
const gfp = 'include/linux/gfp.h (6.12)';
const pageFragment = 'include/linux/gfp.h (6.12)';
const pagemap = 'include/linux/pagemap.h (6.12)';
const highmem = 'include/linux/highmem.h (6.12)';
const skbuff = 'include/linux/skbuff.h (6.12)';
const pages = { does: 'get-memory', memory: 'pages', fails: 'null' } as const;
const pinned = { returns: 'value', sleeps: true } as const;
const nothing = { returns: 'nothing' } as const;

/** Pages by the array, of user space or of the kernel: pinned or allocated together, kept where they are, put together. */
export const userPageFunctions: readonly ApiFunction[] = [
  ...plain(mm, ['ignored', 'ignored', 'ignored', 'cpu-write'], 'pin_user_pages_fast get_user_pages_fast', pinned),
  ...plain(mm, ['ignored', 'ignored', 'ignored', 'cpu-write'], 'pin_user_pages get_user_pages', pinned),
  ...plain(mm, ['ignored', 'ignored', 'cpu-write', 'ignored'], 'get_user_pages_unlocked', pinned),
  ...plain(mm, ['kept', 'ignored'], 'unpin_user_pages', nothing),
  ...plain(mm, ['kept', 'ignored', 'ignored'], 'unpin_user_pages_dirty_lock', nothing),
  ...plain(mm, ['ignored'], 'set_page_dirty set_page_dirty_lock', { returns: 'boolean' }),
  ...plain(pagemap, ['ignored'], 'lock_page', { ...nothing, sleeps: true }),
  ...plain(pagemap, ['ignored'], 'unlock_page', nothing),
  ...plain(mm, ['ignored', 'ignored'], 'split_page', nothing),
  ...plain(mm, ['ignored'], 'folio_get', nothing),
  ...plain(gfp, ['gfp-flags', 'ignored', 'cpu-write'], 'alloc_pages_bulk_array', { returns: 'value' }),
  ...rows({ ...pages, parameters: ['gfp-flags'], source: skbuff }, '__dev_alloc_page'),
  ...rows({ ...pages, parameters: ['gfp-flags', 'ignored'], source: skbuff }, '__dev_alloc_pages'),
  ...rows({ ...pages, parameters: ['changed', 'size', 'gfp-flags'], source: pageFragment }, 'page_frag_alloc'),
  ...rows(
    { does: 'put-memory', memory: 'pages', counted: true, parameters: ['cpu-address'], source: pageFragment },
    'page_frag_free',
  ),
  ...plain(highmem, ['cpu-write', 'ignored', 'ignored', 'size'], 'memcpy_from_page', { ...nothing, effect: 'copy' }),
  ...plain(highmem, ['ignored', 'ignored', 'cpu-read', 'size'], 'memcpy_to_page', { ...nothing, effect: 'copy' }),
];
