import type { ApiFunction } from './api-function.js';
import { plain } from './rows.js';

const mq = 'include/linux/blk-mq.h (6.12)';
const bio = 'include/linux/bio.h (6.12)';
const types = 'include/linux/blk_types.h (6.12)';
const bvec = 'include/linux/bvec.h (6.12)';
const integrity = 'include/linux/blk-integrity.h (6.12)';
const accessor = { returns: 'pointer', pure: true } as const;
const number = { returns: 'value', pure: true } as const;
const truth = { returns: 'boolean', pure: true } as const;
const nothing = { returns: 'nothing' } as const;

/** Requests and their parts. Completing one hands its memory back; a requeued one comes again. */
export const blockFunctions: readonly ApiFunction[] = [
  ...plain(mq, ['ignored'], 'blk_mq_rq_to_pdu blk_mq_rq_from_pdu', accessor),
  ...plain(mq, ['ignored'], 'blk_rq_bytes blk_rq_sectors blk_rq_pos blk_rq_cur_bytes blk_rq_payload_bytes', number),
  ...plain(mq, ['ignored'], 'blk_rq_nr_phys_segments blk_mq_unique_tag blk_rq_is_passthrough', number),
  ...plain(mq, ['ignored'], 'rq_data_dir rq_dma_dir req_op', number),
  ...plain(mq, ['kept', 'ignored'], 'blk_mq_end_request __blk_mq_end_request blk_mq_requeue_request', nothing),
  ...plain(mq, ['changed', 'ignored', 'ignored'], 'blk_update_request', { returns: 'boolean' }),
  ...plain(mq, ['ignored'], 'blk_mq_start_request'),
  ...plain(mq, ['ignored'], 'blk_mq_stop_hw_queues blk_mq_start_hw_queues blk_mq_stop_hw_queue', nothing),
  ...plain(mq, ['kept'], 'blk_mq_complete_request blk_mq_free_request'),
  ...plain(mq, ['ignored', 'ignored', 'ignored'], 'blk_mq_alloc_request', { returns: 'error-pointer' }),
  ...plain(mq, ['changed', 'ignored'], 'blk_execute_rq', { effect: 'wait', returns: 'value', sleeps: true }),
  ...plain(mq, ['ignored', 'ignored', 'scatterlist', 'changed'], '__blk_rq_map_sg', {
    returns: 'value',
    rebuilds: 'built',
  }),
  // The block layer takes pages apart and copies what no device can reach.
  ...plain(mq, ['ignored', 'changed', 'kept', 'size', 'gfp-flags'], 'blk_rq_map_kern', {
    returns: 'zero-or-negative',
    sleeps: true,
  }),
  ...plain(mq, ['ignored', 'changed', 'ignored', 'ignored', 'size', 'gfp-flags'], 'blk_rq_map_user', {
    returns: 'zero-or-negative',
    sleeps: true,
  }),
  ...plain(mq, ['changed'], 'blk_rq_unmap_user', { returns: 'zero-or-negative', sleeps: true }),

  ...plain(types, ['ignored'], 'bio_op', number),
  ...plain(bio, ['ignored'], 'bio_data_dir bio_sectors bio_has_data bio_segments', number),
  ...plain(bio, ['kept'], 'bio_endio bio_io_error bio_put', nothing),
  ...plain(bio, ['ignored'], 'bio_get', nothing),
  ...plain(bio, ['ignored', 'ignored', 'ignored', 'gfp-flags'], 'bio_alloc', { returns: 'pointer-or-null' }),
  ...plain(bio, ['changed', 'kept', 'size', 'ignored'], 'bio_add_page', { returns: 'value' }),

  ...plain(bvec, ['ignored'], 'bvec_virt', accessor),
  ...plain(mq, ['ignored'], 'rq_bvec req_bvec', { returns: 'value', pure: true }),
  ...plain(integrity, ['ignored'], 'blk_integrity_rq', truth),
  ...plain(integrity, ['ignored'], 'rq_integrity_vec', { returns: 'value', pure: true }),
  ...plain(integrity, ['ignored', 'ignored'], 'blk_rq_count_integrity_sg', { returns: 'value', pure: true }),
  ...plain(integrity, ['ignored', 'scatterlist'], 'blk_rq_map_integrity_sg', { returns: 'value', rebuilds: 'built' }),
];
