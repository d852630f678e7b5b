import type { ApiFunction } from './api-function.js';
import { plain } from './rows.js';

const mmc = 'include/linux/mmc/host.h (6.12)';
const v4l2 = 'include/media/v4l2-device.h (6.12)';
const vb2 = 'include/media/videobuf2-core.h (6.12)';
const vb2Queue = 'include/media/videobuf2-v4l2.h (6.12)';
const rawnand = 'include/linux/mtd/rawnand.h (6.12)';
const serial = 'include/linux/serial_core.h (6.12)';
const verbs = 'include/rdma/ib_verbs.h (6.12)';
const usbGadget = 'include/linux/usb/gadget.h (6.12)';
const accessor = { returns: 'pointer', pure: true } as const;
const failing = { returns: 'zero-or-negative' } as const;
const sleepy = { returns: 'zero-or-negative', sleeps: true } as const;

/** What drivers of one kind call often. Completing a request hands its memory back to the subsystem. */
export const subsystemFunctions: readonly ApiFunction[] = [
  // Who a resource was made for does not change while it is there: what was allocated for the kernel is freed for it.
  ...plain('include/rdma/restrack.h (6.12)', ['ignored'], 'rdma_is_kernel_res', { returns: 'boolean', pure: true }),
  ...plain(mmc, ['ignored'], 'mmc_priv mmc_dev mmc_from_priv', accessor),
  ...plain(mmc, ['ignored'], 'mmc_hostname', { returns: 'pointer', pure: true }),
  ...plain(mmc, ['ignored', 'kept'], 'mmc_request_done'),
  ...plain(mmc, ['ignored', 'ignored'], 'mmc_alloc_host devm_mmc_alloc_host', { returns: 'pointer-or-null' }),
  ...plain(mmc, ['shared'], 'mmc_add_host', sleepy),
  ...plain(mmc, ['ignored'], 'mmc_remove_host', { returns: 'nothing', sleeps: true }),
  ...plain(mmc, ['kept'], 'mmc_free_host'),
  ...plain(mmc, ['ignored', 'ignored'], 'mmc_detect_change'),
  ...plain(mmc, ['ignored'], 'mmc_signal_sdio_irq sdio_signal_irq'),
  ...plain(mmc, ['cpu-read'], 'mmc_get_dma_dir', { returns: 'value', pure: true }),
  ...plain(mmc, ['ignored'], 'mmc_of_parse mmc_regulator_get_supply', sleepy),

  ...plain('include/media/v4l2-dev.h (6.12)', ['ignored'], 'video_get_drvdata video_drvdata', accessor),
  ...plain('include/media/v4l2-dev.h (6.12)', ['ignored', 'shared'], 'video_set_drvdata'),
  ...plain('include/media/v4l2-dev.h (6.12)', ['ignored', 'ignored', 'ignored'], 'video_register_device', sleepy),
  ...plain('include/media/v4l2-dev.h (6.12)', ['ignored'], 'video_unregister_device'),
  ...plain(v4l2, ['ignored', 'ignored'], 'v4l2_device_register', failing),
  ...plain(v4l2, ['ignored'], 'v4l2_device_unregister'),
  ...plain('include/media/v4l2-ctrls.h (6.12)', ['ignored'], 'v4l2_ctrl_handler_free'),
  ...plain(vb2, ['ignored'], 'vb2_get_drv_priv', accessor),
  ...plain(vb2, ['ignored', 'ignored'], 'vb2_plane_size vb2_get_plane_payload', { returns: 'value' }),
  ...plain(vb2, ['cpu-write', 'ignored', 'ignored'], 'vb2_set_plane_payload'),
  ...plain(vb2, ['ignored', 'ignored'], 'vb2_plane_vaddr', { returns: 'pointer-or-null' }),
  ...plain(vb2, ['ignored', 'ignored'], 'vb2_plane_cookie', { returns: 'pointer-or-null' }),
  ...plain(vb2, ['kept', 'ignored'], 'vb2_buffer_done'),
  ...plain(vb2, ['ignored'], 'vb2_is_busy vb2_is_streaming', { returns: 'boolean' }),
  ...plain(vb2Queue, ['ignored'], 'vb2_queue_init', failing),
  ...plain(vb2Queue, ['ignored'], 'to_vb2_v4l2_buffer', accessor),
  ...plain(vb2Queue, ['changed'], 'vb2_queue_release'),
  ...plain(
    'include/media/videobuf2-dma-contig.h (6.12)',
    ['ignored', 'size'],
    'vb2_dma_contig_set_max_seg_size',
    failing,
  ),
  ...plain('include/media/videobuf2-dma-contig.h (6.12)', ['ignored'], 'vb2_dma_contig_clear_max_seg_size'),
  // The framework mapped the buffer; the address is its to release.
  ...plain('include/media/videobuf2-dma-contig.h (6.12)', ['ignored', 'ignored'], 'vb2_dma_contig_plane_dma_addr', {
    returns: 'value',
    pure: true,
  }),
  ...plain('include/media/videobuf2-dma-sg.h (6.12)', ['ignored', 'ignored'], 'vb2_dma_sg_plane_desc', accessor),
  ...plain('include/media/v4l2-mem2mem.h (6.12)', ['kept', 'ignored'], 'v4l2_m2m_buf_done'),
  ...plain('include/media/v4l2-mem2mem.h (6.12)', ['ignored', 'ignored'], 'v4l2_m2m_job_finish'),
  ...plain('include/media/v4l2-mem2mem.h (6.12)', ['ignored'], 'v4l2_m2m_get_curr_priv v4l2_m2m_last_dst_buf', {
    returns: 'pointer-or-null',
  }),
  ...plain('include/media/v4l2-mem2mem.h (6.12)', ['ignored', 'ignored'], 'v4l2_m2m_get_vq', accessor),
  ...plain('include/media/v4l2-mem2mem.h (6.12)', ['cpu-read', 'cpu-write', 'ignored'], 'v4l2_m2m_buf_copy_metadata'),
  ...plain('include/media/v4l2-mem2mem.h (6.12)', ['ignored'], 'v4l2_m2m_next_src_buf v4l2_m2m_next_dst_buf', {
    returns: 'pointer-or-null',
  }),
  ...plain('include/media/v4l2-mem2mem.h (6.12)', ['ignored'], 'v4l2_m2m_src_buf_remove v4l2_m2m_dst_buf_remove', {
    returns: 'pointer-or-null',
  }),

  ...plain(
    rawnand,
    ['ignored'],
    'mtd_to_nand nand_to_mtd nand_get_controller_data nand_get_interface_config',
    accessor,
  ),
  ...plain(rawnand, ['ignored', 'shared'], 'nand_set_controller_data'),
  ...plain(rawnand, ['ignored', 'ignored', 'ignored', 'cpu-write', 'size'], 'nand_read_page_op', sleepy),
  ...plain(rawnand, ['ignored'], 'nand_cleanup'),

  ...plain(serial, ['ignored'], 'uart_tx_stopped uart_handle_break', { returns: 'boolean' }),
  ...plain(serial, ['ignored'], 'uart_write_wakeup'),
  ...plain(serial, ['ignored', 'ignored'], 'uart_xmit_advance'),
  ...plain('include/linux/tty_flip.h (6.12)', ['ignored'], 'tty_flip_buffer_push'),
  ...plain('include/linux/tty_flip.h (6.12)', ['ignored', 'cpu-read', 'size'], 'tty_insert_flip_string', {
    returns: 'value',
  }),
  ...plain('include/linux/tty_flip.h (6.12)', ['ignored', 'ignored', 'ignored'], 'tty_insert_flip_char', {
    returns: 'value',
  }),

  ...plain(verbs, ['ignored', 'cpu-write', 'size'], 'ib_copy_from_udata', failing),
  ...plain(verbs, ['ignored', 'cpu-read', 'size'], 'ib_copy_to_udata', failing),
  ...plain(verbs, ['ignored', 'cpu-read', 'cpu-write'], 'ib_post_send ib_post_recv', {
    effect: 'hand-over',
    returns: 'zero-or-negative',
  }),

  ...plain(usbGadget, ['ignored', 'shared', 'gfp-flags'], 'usb_ep_queue', {
    effect: 'hand-over',
    returns: 'zero-or-negative',
  }),
  ...plain(usbGadget, ['ignored', 'ignored'], 'usb_gadget_set_state usb_ep_set_maxpacket_limit'),
  ...plain('include/linux/usb/hcd.h (6.12)', ['ignored'], 'bus_to_hcd hcd_to_bus', accessor),

  ...plain('include/linux/iio/iio.h (6.12)', ['ignored'], 'iio_priv', accessor),
  ...plain('include/linux/input.h (6.12)', ['ignored', 'ignored', 'ignored'], 'input_report_key input_report_abs'),
  ...plain('include/linux/input.h (6.12)', ['ignored'], 'input_sync input_unregister_device'),
  ...plain('include/linux/input.h (6.12)', ['ignored'], 'input_get_drvdata', accessor),
  ...plain('include/linux/fs.h (6.12)', ['ignored'], 'file_inode imajor iminor', { returns: 'value', pure: true }),
  ...plain('include/linux/input.h (6.12)', ['ignored', 'shared'], 'input_set_drvdata'),
  ...plain('include/linux/dma-fence.h (6.12)', ['kept'], 'dma_fence_put'),
  ...plain('include/linux/dma-fence.h (6.12)', ['ignored'], 'dma_fence_get', { returns: 'same' }),
  ...plain('include/linux/dma-fence.h (6.12)', ['ignored'], 'dma_fence_signal', { returns: 'value' }),
  ...plain('include/rdma/ib_umem.h (6.12)', ['kept'], 'ib_umem_release'),
  ...plain('include/rdma/ib_umem.h (6.12)', ['ignored', 'ignored', 'size', 'ignored'], 'ib_umem_get', {
    returns: 'error-pointer',
    sleeps: true,
  }),
  ...plain('include/linux/cpumask.h (6.12)', [], 'num_online_cpus num_possible_cpus', { returns: 'value' }),
  ...plain('include/linux/libata.h (6.12)', ['ignored', 'ignored'], 'ata_ehi_push_desc', { rest: 'ignored' }),
  ...plain('include/linux/interconnect.h (6.12)', ['ignored', 'ignored', 'ignored'], 'icc_set_bw', failing),
];
