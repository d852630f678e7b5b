import type { ApiFunction } from './api-function.js';
import { plain, rows } from './rows.js';

const helpers = 'include/net/page_pool/helpers.h (6.12)';
const types = 'include/net/page_pool/types.h (6.12)';
const xdp = 'include/net/xdp.h (6.12)';
const xsk = 'include/net/xdp_sock_drv.h (6.12)';
const allocate = { does: 'get-memory', memory: 'pages', fails: 'null' } as const;
const recycle = { does: 'put-memory', memory: 'pages', counted: true, source: helpers } as const;

/**
 * Pools that map their pages themselves: the handle was checked by the pool, is synced by it and is never the driver's
 * to unmap. So nothing here makes, checks or releases a mapping.
 */
export const pagePoolFunctions: readonly ApiFunction[] = [
  ...plain(types, ['cpu-read'], 'page_pool_create', { returns: 'error-pointer', sleeps: true }),
  ...plain(types, ['kept'], 'page_pool_destroy', { returns: 'nothing', sleeps: true }),
  ...rows({ ...allocate, parameters: ['ignored', 'gfp-flags'], source: types }, 'page_pool_alloc_pages'),
  ...rows({ ...allocate, parameters: ['ignored'], source: helpers }, 'page_pool_dev_alloc_pages'),
  ...rows(
    { ...allocate, parameters: ['ignored', 'cpu-write', 'ignored'], source: helpers },
    'page_pool_dev_alloc_frag',
  ),
  ...rows({ ...allocate, parameters: ['ignored', 'cpu-write', 'cpu-write'], source: helpers }, 'page_pool_dev_alloc'),
  ...rows(
    { ...allocate, parameters: ['ignored', 'cpu-write', 'size', 'gfp-flags'], source: helpers },
    'page_pool_alloc_frag',
  ),
  ...rows(
    { ...allocate, parameters: ['ignored', 'cpu-write', 'cpu-write', 'gfp-flags'], source: helpers },
    'page_pool_alloc',
  ),
  ...rows({ ...allocate, parameters: ['ignored', 'cpu-write', 'gfp-flags'], source: helpers }, 'page_pool_alloc_va'),
  ...rows({ ...allocate, parameters: ['ignored', 'cpu-write'], source: helpers }, 'page_pool_dev_alloc_va'),
  ...rows({ ...recycle, parameters: ['ignored', 'page', 'ignored', 'ignored'] }, 'page_pool_put_page'),
  ...rows({ ...recycle, parameters: ['ignored', 'page', 'ignored', 'ignored'] }, 'page_pool_put_unrefed_page'),
  ...rows({ ...recycle, parameters: ['ignored', 'page', 'ignored'] }, 'page_pool_put_full_page'),
  ...rows({ ...recycle, parameters: ['ignored', 'page'] }, 'page_pool_recycle_direct'),
  ...rows({ ...recycle, parameters: ['ignored', 'cpu-address', 'ignored'] }, 'page_pool_free_va'),
  ...plain(helpers, ['ignored'], 'page_pool_get_dma_addr page_pool_get_dma_dir', { returns: 'value', pure: true }),
  ...plain(helpers, ['ignored', 'ignored', 'ignored', 'ignored'], 'page_pool_dma_sync_for_cpu'),
  // The handle of a driver that maps the pages of its pool by itself: found again in the page, as with `page_private()`.
  ...plain(helpers, ['ignored', 'kept'], 'page_pool_set_dma_addr', { returns: 'boolean' }),
  ...plain(types, ['ignored', 'kept', 'ignored'], 'page_pool_put_page_bulk', { returns: 'nothing' }),
  ...plain(types, ['ignored', 'ignored'], 'page_pool_update_nid', { returns: 'nothing' }),
  ...plain(types, ['ignored', 'cpu-write'], 'page_pool_get_stats', { returns: 'boolean' }),
  ...plain(helpers, ['ignored', 'ignored'], 'page_pool_fragment_page page_pool_nid_changed'),

  ...plain(xsk, ['ignored', 'ignored', 'ignored'], 'xsk_pool_dma_map', { returns: 'zero-or-negative' }),
  ...plain(xsk, ['ignored', 'ignored'], 'xsk_pool_dma_unmap', { returns: 'nothing' }),
  ...plain(xsk, ['ignored'], 'xsk_buff_alloc', { returns: 'pointer-or-null' }),
  ...plain(xsk, ['kept'], 'xsk_buff_free', { returns: 'nothing' }),
  ...plain(xsk, ['ignored'], 'xsk_buff_xdp_get_dma xsk_buff_xdp_get_frame_dma', { returns: 'value', pure: true }),
  ...plain(xsk, ['ignored', 'ignored'], 'xsk_buff_raw_get_dma', { returns: 'value', pure: true }),
  ...plain(xsk, ['ignored', 'ignored', 'ignored'], 'xsk_buff_raw_dma_sync_for_device', { returns: 'nothing' }),
  ...plain(xsk, ['ignored'], 'xsk_buff_dma_sync_for_cpu xsk_uses_need_wakeup xsk_tx_release'),
  ...plain(xsk, ['ignored', 'ignored'], 'xsk_tx_completed xsk_buff_set_size'),
  ...plain(xsk, ['ignored'], 'xsk_set_rx_need_wakeup xsk_clear_rx_need_wakeup xsk_set_tx_need_wakeup'),
  ...plain(xsk, ['ignored'], 'xsk_clear_tx_need_wakeup', { returns: 'nothing' }),
  ...plain(xsk, ['ignored'], 'xsk_pool_get_rx_frame_size xsk_pool_get_headroom', { returns: 'value', pure: true }),

  ...plain(xdp, ['kept'], 'xdp_return_frame xdp_return_frame_rx_napi xdp_return_buff', { returns: 'nothing' }),
  ...plain(xdp, ['kept', 'cpu-write'], 'xdp_return_frame_bulk', { returns: 'nothing' }),
  ...plain(xdp, ['ignored'], 'xdp_convert_buff_to_frame', { returns: 'pointer-or-null' }),
  ...plain(xdp, ['cpu-write', 'ignored', 'ignored'], 'xdp_init_buff', { returns: 'nothing' }),
  ...plain(xdp, ['cpu-write', 'ignored', 'ignored', 'ignored', 'ignored'], 'xdp_prepare_buff', { returns: 'nothing' }),
  ...plain(xdp, ['cpu-read'], 'xdp_buff_has_frags xdp_frame_has_frags', { returns: 'boolean' }),
  ...plain(xdp, ['cpu-read'], 'xdp_get_frame_len', { returns: 'value' }),
  ...plain(xdp, ['ignored'], 'xdp_get_shared_info_from_buff xdp_get_shared_info_from_frame', { returns: 'pointer' }),
  ...plain(xdp, ['cpu-write', 'ignored', 'ignored', 'ignored'], 'xdp_rxq_info_reg', { returns: 'zero-or-negative' }),
  ...plain(xdp, ['cpu-write', 'ignored', 'shared'], 'xdp_rxq_info_reg_mem_model', { returns: 'zero-or-negative' }),
  ...plain(xdp, ['cpu-write'], 'xdp_rxq_info_unreg xdp_rxq_info_unreg_mem_model', { returns: 'nothing' }),
  ...plain(xdp, ['cpu-read'], 'xdp_rxq_info_is_reg', { returns: 'boolean' }),
  ...plain(xdp, ['ignored', 'changed'], 'bpf_prog_run_xdp', { returns: 'value' }),
  ...plain('include/linux/filter.h (6.12)', ['ignored', 'kept', 'ignored'], 'xdp_do_redirect', {
    returns: 'zero-or-negative',
  }),
  ...plain('include/linux/filter.h (6.12)', [], 'xdp_do_flush', { returns: 'nothing' }),
  ...plain('include/linux/filter.h (6.12)', ['ignored', 'ignored', 'ignored'], 'bpf_warn_invalid_xdp_action'),
];
