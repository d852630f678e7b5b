// What drivers meet, family by family: a function nobody knows takes everything it is given out of the path's hands.
import { expect, it } from 'vitest';
import { apiByName } from './index.js';

const families: Readonly<Record<string, string>> = {
  'kmalloc family':
    'kmalloc kzalloc kcalloc kmalloc_array krealloc kvmalloc kvfree kfree kmem_cache_alloc vmalloc vmap',
  kmemdup: 'kmemdup kmemdup_nul memdup_user kvmemdup devm_kmemdup',
  devm: 'devm_kzalloc devm_kmalloc_array devm_kfree devm_add_action devm_add_action_or_reset devm_request_irq',
  pages: 'alloc_page alloc_pages __get_free_pages get_zeroed_page __free_pages put_page dev_alloc_pages kmap kunmap',
  'pages of user space': 'pin_user_pages_fast unpin_user_pages unpin_user_page get_user_pages_fast set_page_dirty_lock',
  'marks in pages': 'page_private set_page_private page_address virt_to_page split_page memcpy_to_page',
  page_pool:
    'page_pool_create page_pool_alloc_pages page_pool_alloc_frag page_pool_put_full_page page_pool_set_dma_addr',
  skb: 'alloc_skb __netdev_alloc_skb napi_build_skb dev_kfree_skb_any napi_consume_skb skb_put skb_pull skb_linearize',
  'skb fragments': 'skb_frag_size skb_frag_page skb_frag_dma_map skb_add_rx_frag skb_frag_unref skb_to_sgvec',
  'blk-mq requests': 'blk_mq_start_request blk_mq_end_request blk_rq_map_sg rq_dma_dir blk_mq_rq_to_pdu req_op',
  bio: 'bio_data_dir bio_op bio_endio bio_put bio_alloc bio_add_page bvec_virt',
  scsi: 'scsi_dma_map scsi_dma_unmap scsi_sglist scsi_sg_count scsi_bufflen scsi_done scsi_cmd_priv',
  usb: 'usb_submit_urb usb_control_msg usb_bulk_msg usb_fill_bulk_urb usb_kill_urb usb_alloc_coherent usb_sg_init',
  'usb gadgets': 'usb_gadget_map_request usb_ep_queue usb_ep_alloc_request usb_gadget_giveback_request usb_ep_enable',
  spi: 'spi_sync spi_async spi_write spi_read spi_write_then_read spi_message_add_tail',
  'mmc data': 'mmc_get_dma_dir mmc_request_done mmc_priv sg_miter_start sg_miter_next sg_miter_stop',
  'ALSA buffers': 'snd_pcm_lib_malloc_pages snd_pcm_set_managed_buffer snd_dma_alloc_pages snd_sgbuf_get_addr',
  'ALSA parameters': 'params_buffer_bytes params_period_bytes frames_to_bytes snd_pcm_lib_buffer_bytes',
  vb2: 'vb2_dma_contig_plane_dma_addr vb2_dma_sg_plane_desc vb2_plane_vaddr vb2_buffer_done v4l2_m2m_next_src_buf',
  'DRM GEM': 'drm_gem_dma_create drm_gem_get_pages drm_gem_put_pages drm_gem_object_put drm_prime_pages_to_sg',
  dmaengine: 'dmaengine_prep_slave_sg dmaengine_submit dma_async_issue_pending dmaengine_unmap_put vchan_tx_prep',
  'crypto requests': 'skcipher_request_ctx ahash_request_complete crypto_finalize_aead_request crypto_dequeue_request',
  firmware: 'request_firmware request_firmware_into_buf request_firmware_nowait release_firmware',
  'user space': 'copy_from_user copy_to_user get_user put_user clear_user copy_to_iter strncpy_from_user',
  kthread: 'kthread_run kthread_create kthread_stop kthread_should_stop kthread_queue_work wake_up_process',
  work: 'INIT_WORK schedule_work queue_work cancel_work_sync flush_work cancel_delayed_work_sync mod_timer',
  completion: 'init_completion complete wait_for_completion wait_for_completion_timeout try_wait_for_completion',
  refcounts: 'kref_init kref_get kref_put refcount_inc refcount_dec_and_test refcount_sub_and_test kobject_put',
  'error pointers': 'IS_ERR PTR_ERR ERR_PTR IS_ERR_OR_NULL ERR_CAST PTR_ERR_OR_ZERO dev_err_probe dev_err_ptr_probe',
  lists: 'list_add_tail list_del list_empty list_splice_init llist_add rb_insert_color xa_store idr_alloc hash_add',
  'entries of lists': 'container_of list_entry list_first_entry list_first_entry_or_null list_next_entry from_timer',
  bitmaps: 'set_bit test_and_clear_bit find_next_zero_bit bitmap_zalloc bitmap_set bitmap_allocate_region hweight32',
  MMIO: 'readl writel readl_relaxed writel_relaxed ioread32 iowrite32 memcpy_toio regmap_write ioremap iounmap',
  barriers: 'mb wmb rmb dma_wmb dma_rmb smp_wmb smp_store_release smp_load_acquire READ_ONCE WRITE_ONCE',
};

it.each(Object.entries(families))('%s', (_, names) => {
  expect(names.split(' ').filter((name) => apiByName(name) === undefined)).toEqual([]);
});
