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
    dma_fence_add_callback: { 2: 'atomic' },
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
    usb_fill_control_urb: { 6: 'atomic' },
    skcipher_request_set_callback: { 2: 'softirq' },
    ahash_request_set_callback: { 2: 'softirq' },
    aead_request_set_callback: { 2: 'softirq' },
    acomp_request_set_callback: { 2: 'softirq' },
  } satisfies Record<string, Record<number, ContextKind>>).map(([name, places]) => [
    name,
    new Map(Object.entries(places).map(([index, context]) => [Number(index), context])),
  ]),
);

/** In which context the functions of one kind of ops table are called: those named, and `others`. */
interface TableContexts {
  readonly fields?: Readonly<Record<string, ContextKind>>;
  readonly others: ContextKind;
}

const all = (context: ContextKind, names: string): Readonly<Record<string, ContextKind>> =>
  Object.fromEntries(names.split(/\s+/).map((name) => [name, context]));

const tables: ReadonlyMap<string, TableContexts> = new Map(
  Object.entries({
    // Documentation/networking/netdevices.rst: with bottom halves off, or from the watchdog timer; the rest under RTNL.
    net_device_ops: {
      fields: {
        ...all('softirq', 'ndo_start_xmit ndo_tx_timeout ndo_xdp_xmit ndo_select_queue ndo_features_check'),
        ...all('softirq', 'ndo_rx_flow_steer'),
        ...all('atomic', 'ndo_set_rx_mode ndo_poll_controller ndo_get_stats64 ndo_get_stats ndo_xsk_wakeup'),
      },
      others: 'process',
    },
    // Documentation/sound/kernel-api/writing-an-alsa-driver.rst: under the stream lock.
    snd_pcm_ops: { fields: all('atomic', 'trigger pointer ack get_time_info'), others: 'process' },
    // The machine driver decides whether the stream lock is one that sleeps.
    snd_soc_component_driver: { fields: all('unknown', 'trigger pointer ack delay'), others: 'process' },
    snd_soc_dai_ops: { fields: all('unknown', 'trigger bespoke_trigger delay'), others: 'process' },
    // sound/soc/sof/sof-priv.h: SOF streams are not atomic.
    snd_sof_dsp_ops: { fields: { irq_handler: 'hardirq' }, others: 'process' },
    // include/scsi/scsi_host.h, Documentation/scsi/scsi_mid_low_api.rst
    scsi_host_template: { fields: { queuecommand: 'atomic', bios_param: 'unknown' }, others: 'process' },
    // include/linux/libata.h, Documentation/driver-api/libata.rst: under the host lock, except for these.
    ata_port_operations: {
      fields: {
        ...all('process', 'port_start port_stop host_stop error_handler hardreset softreset postreset prereset'),
        ...all('atomic', 'qc_issue qc_prep qc_fill_rtf bmdma_setup bmdma_start bmdma_stop bmdma_status freeze thaw'),
      },
      others: 'unknown',
    },
    // include/linux/blk-mq.h: unless the tag set says `BLK_MQ_F_BLOCKING`.
    blk_mq_ops: {
      fields: {
        ...all('atomic', 'queue_rq queue_rqs commit_rqs complete poll'),
        ...all('process', 'init_hctx exit_hctx init_request exit_request timeout'),
      },
      others: 'unknown',
    },
    // include/linux/usb/hcd.h: drivers submit from completion handlers.
    hc_driver: {
      fields: {
        irq: 'hardirq',
        ...all('atomic', 'urb_enqueue urb_dequeue map_urb_for_dma unmap_urb_for_dma'),
        ...all('process', 'reset start stop shutdown alloc_dev free_dev address_device'),
      },
      others: 'unknown',
    },
    // Documentation/driver-api/usb/gadget.rst
    usb_ep_ops: { fields: all('atomic', 'queue dequeue'), others: 'unknown' },
    usb_gadget_ops: { fields: all('process', 'udc_start udc_stop'), others: 'unknown' },
    // include/linux/serial_core.h, Documentation/driver-api/serial/driver.rst: under the port lock.
    uart_ops: {
      fields: {
        ...all('atomic', 'start_tx stop_tx stop_rx set_mctrl get_mctrl enable_ms'),
        ...all('process', 'startup shutdown set_termios pm type config_port verify_port request_port release_port'),
      },
      others: 'unknown',
    },
    // include/linux/mmc/host.h
    mmc_host_ops: { fields: { request_atomic: 'atomic' }, others: 'process' },
    // include/linux/iommu.h: drivers map from atomic context and say so by their flags.
    iommu_domain_ops: {
      fields: all('atomic', 'map_pages unmap_pages iotlb_sync iotlb_sync_map iova_to_phys flush_iotlb_all'),
      others: 'unknown',
    },
    // include/linux/mailbox_controller.h: send_data under the lock of the channel.
    mbox_chan_ops: { fields: { send_data: 'atomic', startup: 'process', shutdown: 'process' }, others: 'unknown' },
    // include/rdma/ib_verbs.h: posting and polling may not sleep.
    ib_device_ops: {
      fields: {
        ...all('atomic', 'post_send post_recv post_srq_recv poll_cq req_notify_cq'),
        ...all('process', 'create_qp modify_qp destroy_qp create_cq destroy_cq alloc_pd alloc_mr reg_user_mr dereg_mr'),
      },
      others: 'unknown',
    },
    // include/net/mac80211.h: frames come with bottom halves off.
    ieee80211_ops: {
      fields: { ...all('atomic', 'tx wake_tx_queue'), ...all('process', 'start stop add_interface remove_interface') },
      others: 'unknown',
    },
    i2c_algorithm: {
      fields: all('atomic', 'master_xfer_atomic xfer_atomic smbus_xfer_atomic'),
      others: 'process',
    },
    // include/linux/syscore_ops.h: with interrupts off.
    syscore_ops: { others: 'hardirq' },
    usb_gadget_driver: {
      fields: all('atomic', 'setup disconnect suspend resume reset'),
      others: 'process',
    },
    usb_serial_driver: { fields: all('process', 'probe attach disconnect release port_probe'), others: 'unknown' },
    v4l2_m2m_ops: { others: 'unknown' },
    vm_operations_struct: { fields: { map_pages: 'atomic' }, others: 'process' },
    drm_crtc_funcs: { fields: all('atomic', 'enable_vblank disable_vblank get_vblank_counter'), others: 'process' },
  } satisfies Record<string, TableContexts>),
);

/** Any other table whose functions may sleep. */
const processTables =
  /(?:_driver|_client)$|^(?:file_operations|dev_pm_ops|ethtool_ops|snd_soc_.*|vb2_ops|vb2_mem_ops|v4l2_.*|dma_buf_ops|attribute|device_attribute|bin_attribute|block_device_operations|drm_.*|spi_controller_mem_ops|nand_controller_ops|media_.*|pci_error_handlers|mtd_.*|rproc_ops|vfio_device_ops)$/;

/** What a driver assigns to a field of an object, where the name of the field tells which. */
const assignedFields: ReadonlyMap<string, ContextKind> = new Map(
  Object.entries({
    // Documentation/driver-api/dmaengine/provider.rst: prepare, issue and status may not sleep.
    ...all('atomic', 'device_prep_dma_memcpy device_prep_dma_memset device_prep_dma_xor device_prep_dma_interrupt'),
    ...all('atomic', 'device_prep_slave_sg device_prep_dma_cyclic device_prep_interleaved_dma device_prep_dma_pq'),
    ...all('atomic', 'device_issue_pending device_tx_status device_terminate_all tx_submit'),
    ...all('process', 'device_alloc_chan_resources device_free_chan_resources device_synchronize thread_fn'),
    // include/linux/dmaengine.h: completion callbacks run in a tasklet.
    callback: 'softirq',
    callback_result: 'softirq',
    // include/linux/usb.h, usb/gadget.h: with interrupts off, or in a tasklet.
    complete: 'atomic',
    function: 'hardirq',
    ...all('process', 'transfer_one transfer_one_message prepare_transfer_hardware unprepare_transfer_hardware'),
  }),
);

/** Fields of many structures, and a word without which a file has none of those meant here. */
const onlyBeside: ReadonlyMap<string, RegExp> = new Map([
  ['callback', /^(?:callback_param|dmaengine_submit)$/],
  ['callback_result', /^(?:callback_param|dmaengine_submit)$/],
  ['complete', /^(?:usb_submit_urb|usb_alloc_urb|usb_ep_queue|usb_ep_alloc_request)$/],
  ['function', /^hrtimer_start$/],
]);

/** Words that say that such functions may sleep after all. Linux include/sound/pcm.h, linux/blk-mq.h (6.12). */
const mayBlock = /^(?:nonatomic|BLK_MQ_F_BLOCKING|queuecommand_may_block|tx_queue_can_sleep)$/;

/** `table` is the struct tag of an ops table, `undefined` for an assignment to a field; `words` are those of the file. */
export function contextOfField(field: string, table: string | undefined, words: readonly string[]): ContextKind {
  if (table === undefined) {
    const beside = onlyBeside.get(field);
    const isMeant = beside === undefined || words.some((word) => beside.test(word));
    return isMeant ? (assignedFields.get(field) ?? 'unknown') : 'unknown';
  }
  const known = tables.get(table);
  const context =
    known === undefined ? (processTables.test(table) ? 'process' : 'unknown') : (known.fields?.[field] ?? known.others);
  return context === 'atomic' && words.some((word) => mayBlock.test(word)) ? 'unknown' : context;
}
