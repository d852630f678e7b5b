import type { ApiFunction } from './api-function.js';
import { plain, rows } from './rows.js';

const list = 'include/linux/list.h (6.12)';
const kfifo = 'include/linux/kfifo.h (6.12)';
const idr = 'include/linux/idr.h (6.12)';
const xarray = 'include/linux/xarray.h (6.12)';
const rbtree = 'include/linux/rbtree.h (6.12)';
const mempool = 'include/linux/mempool.h (6.12)';
const genalloc = 'include/linux/genalloc.h (6.12)';
const truth = { returns: 'boolean' } as const;
const found = { returns: 'pointer-or-null' } as const;

const around = ['ignored', 'ignored', 'ignored'] as const;
const container = { effect: 'container', returns: 'pointer', pure: true } as const;

/** From a member to the struct it is in. Where a list is asked for its first entry, the entry differs from time to time. */
const outwardFunctions: readonly ApiFunction[] = [
  ...plain('include/linux/container_of.h (6.12)', around, 'container_of container_of_const', container),
  ...plain(list, around, 'list_entry hlist_entry', container),
  ...plain('include/linux/rculist.h (6.12)', around, 'list_entry_rcu', container),
  ...plain('include/linux/llist.h (6.12)', around, 'llist_entry', container),
  ...plain(rbtree, around, 'rb_entry', container),
  ...plain('include/linux/timer.h (6.12)', around, 'from_timer', container),
  ...plain('include/linux/interrupt.h (6.12)', around, 'from_tasklet', container),
  ...plain('include/linux/workqueue.h (6.12)', around, 'from_work', container),
  ...plain(list, around, 'list_first_entry list_last_entry', { returns: 'pointer' }),
  ...plain(list, around, 'list_first_entry_or_null list_last_entry_or_null hlist_entry_safe', found),
  ...plain('include/linux/rculist.h (6.12)', around, 'list_first_or_null_rcu', found),
  ...plain(rbtree, around, 'rb_entry_safe', found),
];

/** Containers. What is put in is found again by other functions, which then own it. */
export const listFunctions: readonly ApiFunction[] = [
  ...outwardFunctions,
  ...plain(list, ['cpu-write'], 'INIT_LIST_HEAD INIT_HLIST_HEAD INIT_HLIST_NODE'),
  ...plain(list, ['kept', 'cpu-write'], 'list_add list_add_tail hlist_add_head'),
  ...plain(list, ['kept', 'cpu-write'], 'list_move list_move_tail', { unlinks: true }),
  ...plain(
    'include/linux/rculist.h (6.12)',
    ['kept', 'cpu-write'],
    'list_add_rcu list_add_tail_rcu hlist_add_head_rcu',
  ),
  ...plain('include/linux/rculist.h (6.12)', ['cpu-write'], 'list_del_rcu hlist_del_rcu', { unlinks: true }),
  ...plain(list, ['cpu-write'], 'list_del list_del_init hlist_del hlist_del_init', { unlinks: true }),
  ...plain(list, ['kept', 'cpu-write'], 'list_replace list_replace_init'),
  ...plain(list, ['changed', 'changed'], 'list_splice list_splice_init list_splice_tail list_splice_tail_init'),
  ...plain(list, ['cpu-read'], 'list_empty list_empty_careful list_is_singular hlist_empty', truth),
  ...plain(list, ['ignored', 'ignored'], 'list_is_last list_is_first list_is_head', truth),
  ...plain(list, ['ignored', 'ignored'], 'list_next_entry list_prev_entry', { returns: 'pointer' }),
  ...plain(list, ['cpu-read'], 'list_count_nodes', { returns: 'value' }),
  ...plain(list, ['changed', 'changed', 'ignored'], 'list_cut_position list_cut_before'),
  ...plain(list, ['changed', 'cpu-write', 'cpu-write'], 'list_bulk_move_tail'),
  ...plain('include/linux/list_sort.h (6.12)', ['ignored', 'changed', 'ignored'], 'list_sort'),
  ...plain('include/linux/hashtable.h (6.12)', ['ignored', 'kept', 'ignored'], 'hash_add hash_add_rcu'),
  ...plain('include/linux/hashtable.h (6.12)', ['cpu-write'], 'hash_del hash_del_rcu hash_init'),
  ...plain(list, ['cpu-write'], 'list_rotate_left'),
  ...plain('include/linux/llist.h (6.12)', ['kept', 'cpu-write'], 'llist_add', truth),
  ...plain('include/linux/llist.h (6.12)', ['cpu-write'], 'llist_del_all llist_del_first', found),
  ...plain('include/linux/llist.h (6.12)', ['changed'], 'llist_reverse_order', found),
  ...plain('include/linux/llist.h (6.12)', ['cpu-write'], 'init_llist_head'),
  ...plain('include/linux/llist.h (6.12)', ['cpu-read'], 'llist_empty', truth),

  ...plain(kfifo, ['cpu-read'], 'kfifo_is_empty kfifo_is_full', truth),
  ...plain(kfifo, ['cpu-read'], 'kfifo_len kfifo_avail kfifo_size', { returns: 'value' }),
  ...plain(kfifo, ['cpu-write'], 'kfifo_reset kfifo_reset_out'),
  ...plain(kfifo, ['cpu-write', 'ignored'], 'kfifo_put', { returns: 'value' }),
  ...plain(kfifo, ['cpu-write', 'cpu-write'], 'kfifo_get kfifo_peek', { returns: 'value' }),
  ...plain(kfifo, ['cpu-write', 'cpu-read', 'ignored'], 'kfifo_in', { returns: 'value' }),
  ...plain(kfifo, ['cpu-write', 'cpu-write', 'ignored'], 'kfifo_out kfifo_out_peek', { returns: 'value' }),
  ...plain(kfifo, ['cpu-write', 'ignored', 'gfp-flags'], 'kfifo_alloc', { returns: 'zero-or-negative' }),
  ...plain(kfifo, ['changed'], 'kfifo_free'),
  // The entries are bus addresses of memory that the caller mapped.
  ...plain(kfifo, ['cpu-write', 'scatterlist', 'ignored', 'size'], 'kfifo_dma_in_prepare kfifo_dma_out_prepare', {
    returns: 'value',
  }),

  ...plain(idr, ['cpu-write', 'kept', 'ignored', 'ignored', 'gfp-flags'], 'idr_alloc idr_alloc_cyclic', {
    returns: 'value',
  }),
  ...plain(idr, ['cpu-read', 'ignored'], 'idr_find', found),
  ...plain(idr, ['cpu-write', 'ignored'], 'idr_remove', found),
  ...plain(idr, ['cpu-write'], 'idr_init idr_destroy ida_init ida_destroy'),
  ...plain(idr, ['cpu-write', 'gfp-flags'], 'ida_alloc', { returns: 'value' }),
  ...plain(idr, ['cpu-write', 'ignored', 'gfp-flags'], 'ida_alloc_max ida_alloc_min', { returns: 'value' }),
  ...plain(idr, ['cpu-write', 'ignored', 'ignored', 'gfp-flags'], 'ida_alloc_range', { returns: 'value' }),
  ...plain(idr, ['cpu-write', 'ignored'], 'ida_free'),
  ...plain(xarray, ['cpu-read', 'ignored'], 'xa_load', found),
  ...plain(xarray, ['cpu-write', 'ignored', 'kept', 'gfp-flags'], 'xa_store', found),
  ...plain(xarray, ['cpu-write', 'ignored', 'kept', 'gfp-flags'], 'xa_insert', { returns: 'zero-or-negative' }),
  ...plain(xarray, ['cpu-write', 'cpu-write', 'kept', 'ignored', 'gfp-flags'], 'xa_alloc', {
    returns: 'zero-or-negative',
  }),
  ...plain(xarray, ['cpu-write', 'ignored'], 'xa_erase', found),
  ...plain(xarray, ['cpu-write'], 'xa_init xa_destroy'),
  ...plain(xarray, ['cpu-write', 'ignored'], 'xa_init_flags'),
  ...plain(rbtree, ['cpu-write', 'cpu-write'], 'rb_erase rb_insert_color'),
  ...plain(rbtree, ['kept', 'ignored', 'cpu-write'], 'rb_link_node'),
  ...plain(rbtree, ['cpu-read'], 'rb_first rb_last rb_next rb_prev', found),

  ...plain(mempool, ['ignored', 'gfp-flags'], 'mempool_alloc', found),
  ...plain(mempool, ['kept', 'ignored'], 'mempool_free'),
  ...plain(mempool, ['ignored', 'ignored'], 'mempool_create_slab_pool mempool_create_kmalloc_pool', found),
  ...plain(mempool, ['ignored', 'ignored', 'ignored', 'shared'], 'mempool_create', found),
  ...plain(mempool, ['kept'], 'mempool_destroy'),
  ...plain('include/linux/slab.h (6.12)', ['ignored', 'ignored', 'ignored', 'ignored'], 'kmem_cache_create', {
    returns: 'pointer-or-null',
    rest: 'ignored',
  }),
  ...plain('include/linux/slab.h (6.12)', ['kept'], 'kmem_cache_destroy'),
  ...plain('include/linux/slab.h (6.12)', ['ignored'], 'ksize', { returns: 'value' }),
  ...plain(genalloc, ['ignored', 'size'], 'gen_pool_alloc', { returns: 'value' }),
  // A pool of memory that is its own, SRAM as a rule: the device's address comes with it.
  ...plain(genalloc, ['ignored', 'size', 'cpu-write'], 'gen_pool_dma_alloc gen_pool_dma_zalloc', found),
  ...plain(genalloc, ['ignored', 'ignored', 'size'], 'gen_pool_free'),
  ...plain(genalloc, ['ignored', 'ignored'], 'gen_pool_virt_to_phys', { returns: 'value' }),
  ...rows(
    {
      does: 'get-memory',
      memory: 'percpu',
      fails: 'null',
      zeroed: true,
      parameters: ['ignored'],
      source: 'include/linux/percpu.h (6.12)',
    },
    'alloc_percpu',
  ),
  ...rows(
    { does: 'put-memory', memory: 'percpu', parameters: ['cpu-address'], source: 'include/linux/percpu.h (6.12)' },
    'free_percpu',
  ),
];
