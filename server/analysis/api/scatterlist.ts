import type { ApiFunction } from './api-function.js';
import { plain } from './rows.js';

const source = 'include/linux/scatterlist.h (6.12)';
const copied = { effect: 'copy', returns: 'value' } as const;

/** Building and walking lists. What an entry was given is the executor's business: it keeps the fields of a list. */
export const scatterlistFunctions: readonly ApiFunction[] = [
  ...plain(source, ['scatterlist', 'entries'], 'sg_init_table', { returns: 'nothing', rebuilds: 'built' }),
  ...plain(source, ['scatterlist', 'entries'], 'sg_init_marker', { returns: 'nothing' }),
  ...plain(source, ['scatterlist', 'cpu-address', 'size'], 'sg_init_one sg_set_buf', {
    returns: 'nothing',
    lists: 'buffer',
    rebuilds: 'built',
  }),
  ...plain(source, ['scatterlist', 'page', 'size', 'offset'], 'sg_set_page sg_set_folio', {
    returns: 'nothing',
    lists: 'page',
    rebuilds: 'built',
  }),
  ...plain(source, ['scatterlist', 'page'], 'sg_assign_page', { returns: 'nothing', lists: 'page' }),
  ...plain(source, ['scatterlist', 'entries', 'scatterlist'], 'sg_chain', { returns: 'nothing' }),
  ...plain(source, ['scatterlist'], 'sg_mark_end sg_unmark_end', { returns: 'nothing' }),
  ...plain(source, ['sg-table', 'entries', 'gfp-flags'], 'sg_alloc_table', {
    returns: 'zero-or-negative',
    rebuilds: 'built',
  }),
  ...plain(source, ['sg-table', 'kept', 'ignored', 'offset', 'size', 'gfp-flags'], 'sg_alloc_table_from_pages', {
    returns: 'zero-or-negative',
    rebuilds: 'built',
  }),
  ...plain(
    source,
    ['sg-table', 'kept', 'ignored', 'offset', 'size', 'ignored', 'gfp-flags'],
    'sg_alloc_table_from_pages_segment',
    { returns: 'zero-or-negative', rebuilds: 'built' },
  ),
  ...plain(source, ['sg-table', 'entries', 'ignored', 'ignored'], 'sg_alloc_table_chained', {
    returns: 'zero-or-negative',
    rebuilds: 'built',
  }),
  ...plain(source, ['sg-table'], 'sg_free_table', { returns: 'nothing', rebuilds: 'freed' }),
  ...plain(source, ['sg-table', 'ignored'], 'sg_free_table_chained', { returns: 'nothing', rebuilds: 'freed' }),
  ...plain(source, ['scatterlist'], 'sg_next', { returns: 'pointer-or-null', pure: true }),
  ...plain(source, ['scatterlist', 'ignored'], 'sg_last', { returns: 'pointer-or-null', pure: true }),
  ...plain(source, ['scatterlist'], 'sg_nents', { returns: 'value', pure: true }),
  ...plain(source, ['scatterlist', 'ignored'], 'sg_nents_for_len', { returns: 'value', pure: true }),
  ...plain(source, ['scatterlist'], 'sg_is_last sg_is_chain', { returns: 'boolean' }),
  ...plain(source, ['scatterlist'], 'sg_page', { effect: 'listed-page', returns: 'pointer', pure: true }),
  ...plain(source, ['scatterlist'], 'sg_virt sg_chain_ptr', { returns: 'pointer', pure: true }),
  ...plain(source, ['scatterlist'], 'sg_phys', { effect: 'to-physical', returns: 'value' }),
  // Fields of the entry: a driver may also assign to them.
  ...plain(source, ['scatterlist'], 'sg_dma_address', { returns: 'value', field: 'dma_address' }),
  ...plain(source, ['scatterlist'], 'sg_dma_len', { returns: 'value', field: 'dma_length' }),
  ...plain(source, ['scatterlist', 'entries', 'cpu-read', 'size'], 'sg_copy_from_buffer', copied),
  ...plain(source, ['scatterlist', 'entries', 'cpu-write', 'size'], 'sg_copy_to_buffer', copied),
  ...plain(source, ['scatterlist', 'entries', 'cpu-read', 'size', 'ignored'], 'sg_pcopy_from_buffer', copied),
  ...plain(source, ['scatterlist', 'entries', 'cpu-write', 'size', 'ignored'], 'sg_pcopy_to_buffer', copied),
  ...plain(source, ['scatterlist', 'entries', 'size', 'ignored'], 'sg_zero_buffer', { returns: 'value' }),
  ...plain(
    source,
    ['scatterlist', 'ignored', 'ignored', 'ignored', 'cpu-read', 'cpu-write', 'cpu-write', 'gfp-flags'],
    'sg_split',
    { returns: 'zero-or-negative' },
  ),
  ...plain(source, ['cpu-write', 'scatterlist', 'entries', 'ignored'], 'sg_miter_start', { returns: 'nothing' }),
  ...plain(source, ['cpu-write'], 'sg_miter_next', { returns: 'boolean' }),
  ...plain(source, ['cpu-write', 'ignored'], 'sg_miter_skip', { returns: 'boolean' }),
  ...plain(source, ['cpu-write'], 'sg_miter_stop', { returns: 'nothing' }),
  ...plain(source, ['ignored'], 'sg_page_iter_page', { returns: 'pointer' }),
  ...plain(source, ['ignored'], 'sg_page_iter_dma_address', { returns: 'value' }),
  ...plain('include/linux/blk-mq.h (6.12)', ['ignored', 'ignored', 'scatterlist'], 'blk_rq_map_sg', {
    returns: 'value',
  }),
  ...plain('include/linux/skbuff.h (6.12)', ['ignored', 'scatterlist', 'offset', 'size'], 'skb_to_sgvec', {
    returns: 'value',
  }),
];
