import type { ApiFunction } from './api-function.js';
import { plain } from './rows.js';

const source = 'include/linux/dmaengine.h (6.12)';
const virtual = 'drivers/dma/virt-dma.h (6.12)';
const cookies = 'drivers/dma/dmaengine.h (6.12)';

// The direction of these calls is a `dma_transfer_direction`, not a `dma_data_direction`: it is nobody's direction here.
const prepared = { returns: 'pointer-or-null' } as const;

export const dmaengineFunctions: readonly ApiFunction[] = [
  ...plain(source, ['ignored', 'dma-address', 'size', 'ignored', 'ignored'], 'dmaengine_prep_slave_single', prepared),
  ...plain(source, ['ignored', 'scatterlist', 'ignored', 'ignored', 'ignored'], 'dmaengine_prep_slave_sg', prepared),
  ...plain(
    source,
    ['ignored', 'scatterlist', 'ignored', 'ignored', 'ignored', 'ignored'],
    'dmaengine_prep_rio_sg',
    prepared,
  ),
  ...plain(
    source,
    ['ignored', 'dma-address', 'size', 'ignored', 'ignored', 'ignored'],
    'dmaengine_prep_dma_cyclic',
    prepared,
  ),
  ...plain(source, ['ignored', 'dma-address', 'ignored', 'size', 'ignored'], 'dmaengine_prep_dma_memset', prepared),
  ...plain(source, ['ignored', 'dma-address', 'dma-address', 'size', 'ignored'], 'dmaengine_prep_dma_memcpy', prepared),
  ...plain(source, ['ignored', 'cpu-read', 'ignored'], 'dmaengine_prep_interleaved_dma', prepared),
  // The engine does not look at the descriptor before `dma_async_issue_pending()`.
  ...plain(source, ['shared'], 'dmaengine_submit', { returns: 'value' }),
  ...plain(source, ['ignored'], 'dma_async_issue_pending', { effect: 'hand-over', returns: 'nothing' }),
  ...plain(source, [], 'dma_issue_pending_all', { effect: 'hand-over', returns: 'nothing' }),
  ...plain(source, ['ignored'], 'dma_submit_error', { returns: 'boolean', pure: true }),
  ...plain(source, ['ignored'], 'dmaengine_terminate_sync', { returns: 'zero-or-negative', sleeps: true }),
  ...plain(source, ['ignored'], 'dmaengine_synchronize', { returns: 'nothing', sleeps: true }),
  ...plain(source, ['ignored'], 'dmaengine_terminate_async dmaengine_terminate_all dmaengine_pause dmaengine_resume', {
    returns: 'zero-or-negative',
  }),
  ...plain(source, ['ignored', 'cpu-read'], 'dmaengine_slave_config', { returns: 'zero-or-negative' }),
  ...plain(source, ['ignored', 'ignored', 'cpu-write'], 'dmaengine_tx_status', { returns: 'value' }),
  ...plain(source, ['ignored', 'ignored', 'cpu-write', 'cpu-write'], 'dma_async_is_tx_complete', { returns: 'value' }),
  ...plain(source, ['ignored', 'ignored'], 'dma_sync_wait', { effect: 'wait', returns: 'value' }),
  ...plain(source, ['ignored'], 'dma_wait_for_async_tx', { effect: 'wait', returns: 'value' }),
  ...plain(source, ['ignored', 'ignored'], 'dma_request_chan devm_dma_request_chan', {
    returns: 'pointer-or-error',
    sleeps: true,
  }),
  ...plain(source, ['ignored'], 'dma_request_chan_by_mask', { returns: 'pointer-or-error', sleeps: true }),
  ...plain(source, ['ignored', 'ignored'], 'dma_request_slave_channel', { returns: 'pointer-or-null', sleeps: true }),
  ...plain(source, ['ignored', 'ignored', 'ignored'], 'dma_request_channel', {
    returns: 'pointer-or-null',
    sleeps: true,
  }),
  ...plain(source, ['kept'], 'dma_release_channel', { returns: 'nothing', sleeps: true }),
  ...plain(source, ['ignored', 'cpu-write'], 'dma_get_slave_caps', { returns: 'zero-or-negative' }),
  ...plain(source, ['ignored'], 'dmaengine_get_dma_device', { returns: 'pointer', pure: true }),
  ...plain(source, ['ignored', 'cpu-write'], 'dma_cap_set dma_cap_clear', { returns: 'nothing' }),
  ...plain(source, ['cpu-write'], 'dma_cap_zero', { returns: 'nothing' }),
  ...plain(source, ['ignored', 'ignored'], 'dma_has_cap', { returns: 'boolean' }),
  // Collects mappings and releases them all: what is stored into it is no longer the caller's to unmap.
  ...plain(source, ['ignored', 'ignored', 'gfp-flags'], 'dmaengine_get_unmap_data', { returns: 'pointer-or-null' }),
  ...plain(source, ['kept'], 'dmaengine_unmap_put', { returns: 'nothing' }),
  ...plain(source, ['cpu-write', 'kept'], 'dma_set_unmap', { returns: 'nothing' }),
  ...plain(source, ['cpu-write', 'ignored'], 'dma_async_tx_descriptor_init', { returns: 'nothing' }),
  ...plain(source, ['shared'], 'dma_async_device_register', { returns: 'zero-or-negative', sleeps: true }),
  ...plain(source, ['shared'], 'dmaenginem_async_device_register', { returns: 'zero-or-negative', sleeps: true }),
  ...plain(source, ['ignored'], 'dma_async_device_unregister', { returns: 'nothing', sleeps: true }),
  ...plain(source, ['ignored', 'shared', 'size'], 'dmaengine_desc_attach_metadata', {
    returns: 'zero-or-negative',
  }),
  ...plain(source, ['cpu-write'], 'async_tx_ack async_tx_clear_ack', { returns: 'nothing' }),
  ...plain(source, ['ignored'], 'async_tx_test_ack is_slave_direction', { returns: 'boolean' }),
  ...plain(source, ['changed'], 'dma_run_dependencies dma_descriptor_unmap', { returns: 'nothing' }),

  // Private to drivers/dma, and the way most of its drivers keep their descriptors.
  ...plain(virtual, ['ignored', 'kept', 'ignored'], 'vchan_tx_prep', { returns: 'pointer' }),
  ...plain(virtual, ['kept'], 'vchan_cookie_complete vchan_vdesc_fini vchan_terminate_vdesc', { returns: 'nothing' }),
  ...plain(virtual, ['ignored'], 'vchan_cyclic_callback', { returns: 'nothing' }),
  ...plain(virtual, ['ignored'], 'vchan_next_desc', { returns: 'pointer-or-null' }),
  ...plain(virtual, ['ignored', 'ignored'], 'vchan_find_desc', { returns: 'pointer-or-null' }),
  ...plain(virtual, ['cpu-write'], 'vchan_issue_pending', { returns: 'boolean' }),
  ...plain(virtual, ['cpu-write', 'cpu-write'], 'vchan_get_all_descriptors', { returns: 'nothing' }),
  ...plain(virtual, ['ignored', 'changed'], 'vchan_dma_desc_free_list', { returns: 'nothing' }),
  ...plain(virtual, ['shared', 'ignored'], 'vchan_init', { returns: 'nothing' }),
  ...plain(virtual, ['ignored'], 'vchan_free_chan_resources', { returns: 'nothing' }),
  ...plain(virtual, ['ignored'], 'vchan_synchronize', { effect: 'wait', returns: 'nothing', sleeps: true }),
  ...plain(virtual, ['ignored'], 'to_virt_chan', { returns: 'pointer', pure: true }),
  ...plain(cookies, ['cpu-write'], 'dma_cookie_init dma_cookie_complete', { returns: 'nothing' }),
  ...plain(cookies, ['cpu-write'], 'dma_cookie_assign', { returns: 'value' }),
  ...plain(cookies, ['ignored', 'ignored', 'cpu-write'], 'dma_cookie_status', { returns: 'value' }),
  ...plain(cookies, ['cpu-write', 'ignored'], 'dma_set_residue', { returns: 'nothing' }),
];
