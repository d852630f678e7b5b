import type { ContextKind } from './file-index.js';

/** In which context the kernel calls what a driver registers. From Linux 6.12 headers and Documentation/. */

/** Registering functions: argument number to context. */
export const registrars: ReadonlyMap<string, ReadonlyMap<number, ContextKind>> = new Map(
  Object.entries({
    request_irq: { 1: 'hardirq' },
    devm_request_irq: { 2: 'hardirq' },
    request_threaded_irq: { 1: 'hardirq', 2: 'process' },
    devm_request_threaded_irq: { 2: 'hardirq', 3: 'process' },
    pci_request_irq: { 2: 'hardirq', 3: 'process' },
    request_any_context_irq: { 1: 'hardirq' },
    devm_request_any_context_irq: { 2: 'hardirq' },
    request_percpu_irq: { 1: 'hardirq' },
    irq_set_chained_handler: { 1: 'hardirq' },
    irq_set_chained_handler_and_data: { 1: 'hardirq' },
    netif_napi_add: { 2: 'softirq' },
    netif_napi_add_tx: { 2: 'softirq' },
    netif_napi_add_weight: { 2: 'softirq' },
    netif_napi_add_tx_weight: { 2: 'softirq' },
    netif_napi_add_config: { 2: 'softirq' },
    netif_tx_napi_add: { 2: 'softirq' },
    tasklet_setup: { 1: 'softirq' },
    tasklet_init: { 1: 'softirq' },
    irq_poll_init: { 2: 'softirq' },
    timer_setup: { 1: 'softirq' },
    setup_timer: { 1: 'softirq' },
    call_rcu: { 1: 'softirq' },
    hrtimer_setup: { 1: 'hardirq' },
    INIT_WORK: { 1: 'process' },
    INIT_WORK_ONSTACK: { 1: 'process' },
    INIT_DELAYED_WORK: { 1: 'process' },
    INIT_DEFERRABLE_WORK: { 1: 'process' },
    INIT_RCU_WORK: { 1: 'process' },
    kthread_init_work: { 1: 'process' },
    kthread_init_delayed_work: { 1: 'process' },
    kthread_run: { 0: 'process' },
    kthread_create: { 0: 'process' },
    kthread_create_on_node: { 0: 'process' },
    devm_add_action: { 1: 'process' },
    devm_add_action_or_reset: { 1: 'process' },
    drmm_add_action: { 1: 'process' },
    drmm_add_action_or_reset: { 1: 'process' },
    request_firmware_nowait: { 6: 'process' },
    usb_fill_bulk_urb: { 5: 'atomic' },
    usb_fill_int_urb: { 5: 'atomic' },
    usb_fill_control_urb: { 5: 'atomic' },
    skcipher_request_set_callback: { 2: 'softirq' },
    ahash_request_set_callback: { 2: 'softirq' },
    aead_request_set_callback: { 2: 'softirq' },
    acomp_request_set_callback: { 2: 'softirq' },
  } satisfies Record<string, Record<number, ContextKind>>).map(([name, places]) => [
    name,
    new Map(Object.entries(places).map(([index, context]) => [Number(index), context])),
  ]),
);

/** Fields of ops tables, and fields a driver assigns, that are not called in process context. */
const fieldContexts: ReadonlyMap<string, ContextKind> = new Map(
  Object.entries({
    // include/linux/netdevice.h: called with bottom halves off, or from the watchdog timer.
    ndo_start_xmit: 'softirq',
    ndo_tx_timeout: 'softirq',
    ndo_set_rx_mode: 'atomic',
    ndo_poll_controller: 'atomic',
    ndo_get_stats64: 'atomic',
    ndo_get_stats: 'atomic',
    ndo_xdp_xmit: 'softirq',
    // include/sound/pcm.h: under the stream lock.
    trigger: 'atomic',
    pointer: 'atomic',
    ack: 'atomic',
    // include/scsi/scsi_host.h, include/linux/libata.h: under the host lock or with interrupts off.
    queuecommand: 'atomic',
    qc_issue: 'atomic',
    qc_prep: 'atomic',
    bmdma_setup: 'atomic',
    bmdma_start: 'atomic',
    bmdma_stop: 'atomic',
    // include/linux/blk-mq.h
    queue_rq: 'atomic',
    // include/linux/usb/{hcd,gadget}.h: may be called from completion handlers.
    urb_enqueue: 'atomic',
    urb_dequeue: 'atomic',
    map_urb_for_dma: 'atomic',
    unmap_urb_for_dma: 'atomic',
    // Documentation/driver-api/dmaengine/provider.rst: prepare, issue and status may not sleep.
    device_prep_dma_memcpy: 'atomic',
    device_prep_dma_memset: 'atomic',
    device_prep_dma_xor: 'atomic',
    device_prep_dma_interrupt: 'atomic',
    device_prep_slave_sg: 'atomic',
    device_prep_dma_cyclic: 'atomic',
    device_prep_interleaved_dma: 'atomic',
    device_issue_pending: 'atomic',
    device_tx_status: 'atomic',
    tx_submit: 'atomic',
    // include/linux/dmaengine.h: completion callbacks run in a tasklet.
    callback: 'softirq',
    callback_result: 'softirq',
    // include/linux/{usb,usb/gadget,spi/spi}.h: completion handlers.
    complete: 'atomic',
    // include/linux/serial_core.h: under the port lock.
    start_tx: 'atomic',
    stop_tx: 'atomic',
    stop_rx: 'atomic',
    // include/linux/mmc/host.h
    request_atomic: 'atomic',
    // include/linux/iommu.h
    map_pages: 'atomic',
    unmap_pages: 'atomic',
    iotlb_sync: 'atomic',
    iova_to_phys: 'atomic',
    // include/linux/mailbox_controller.h
    send_data: 'atomic',
    // include/linux/hrtimer.h
    function: 'hardirq',
  } satisfies Record<string, ContextKind>),
);

/** Tables whose functions may sleep unless `fieldContexts` says otherwise. */
const processTables =
  /(?:_driver|_client)$|^(?:file_operations|dev_pm_ops|net_device_ops|ethtool_ops|snd_pcm_ops|snd_soc_.*|vb2_ops|vb2_mem_ops|v4l2_.*|dma_buf_ops|mmc_host_ops|scsi_host_template|hc_driver|usb_ep_ops|usb_gadget_ops|uart_ops|attribute|device_attribute|bin_attribute|block_device_operations|drm_.*|vm_operations_struct|spi_controller_mem_ops|nand_controller_ops|media_.*|pci_error_handlers|mtd_.*|rproc_ops|vfio_device_ops|ata_port_operations)$/;

/** `table` is the struct tag of an ops table, `undefined` for an assignment to a field. */
export function contextOfField(field: string, table: string | undefined): ContextKind {
  const context = fieldContexts.get(field);
  if (context !== undefined) {
    return context;
  }
  return (table !== undefined && processTables.test(table)) || processFields.has(field) ? 'process' : 'unknown';
}

const processFields = new Set([
  'probe',
  'remove',
  'shutdown',
  'suspend',
  'resume',
  'open',
  'release',
  'mmap',
  'ioctl',
  'unlocked_ioctl',
  'transfer_one',
  'transfer_one_message',
  'prepare',
  'unprepare',
  'hw_params',
  'hw_free',
  'thread_fn',
  'device_alloc_chan_resources',
  'device_free_chan_resources',
  'device_synchronize',
]);
