// What the functions of a file are to those who call them.
import { findEntryPoints } from '../index/entry-points.js';
import type { ParsedFile } from '../module/parsed-file.js';

/** Functions that another one of the file calls, and nobody hands to the kernel. */
export function calledByOthers({ index }: ParsedFile): ReadonlySet<string> {
  const names = new Set<string>();
  const handedOver = new Set(index.registrations.map((it) => it.functionName));
  for (const { name, mentions } of index.functions.values()) {
    for (const word of mentions)
      if (word !== name && index.functions.has(word) && !handedOver.has(word)) names.add(word);
  }
  return names;
}

/** Static functions that other functions of the file call, and nobody else. */
export function calledHere({ index }: ParsedFile): ReadonlySet<string> {
  const called = new Set<string>();
  const entryPoints = new Set(findEntryPoints(index).map((entry) => entry.functionName));
  for (const { name, mentions } of index.functions.values()) {
    for (const word of mentions) {
      if (word !== name && index.functions.get(word)?.isStatic === true && !entryPoints.has(word)) called.add(word);
    }
  }
  return called;
}

// The bus calls no remove for a device whose probe failed: Linux drivers/base/dd.c, really_probe() (6.12).
export function probesOf({ index }: ParsedFile): ReadonlySet<string> {
  return new Set(index.registrations.filter(({ how }) => isProbe(how)).map((it) => it.functionName));
}

export const isProbe = (how: string): boolean => /\.probe\b/.test(how);

/** Functions that undo by themselves what they did before they fail. */
export function openersOf({ index }: ParsedFile): ReadonlySet<string> {
  return new Set(index.registrations.filter(({ how }) => isOpening(how)).map((it) => it.functionName));
}

export const isOpening = (how: string): boolean => opening.has(how);

/**
 * When these fail their subsystems do not call the function that undoes them. Linux 6.12: net/core/dev.c (__dev_open),
 * net/mac80211/driver-ops.c (drv_start), drivers/tty/serial/serial_core.c (uart_port_startup),
 * drivers/media/common/videobuf2/videobuf2-core.c (vb2_start_streaming), drivers/dma/dmaengine.c (dma_chan_get),
 * sound/core/pcm_native.c (snd_pcm_open_substream), fs/open.c (do_dentry_open), block/blk-mq.c (blk_mq_alloc_rqs),
 * crypto/api.c (crypto_create_tfm_node), drivers/scsi/scsi_lib.c (scsi_mq_init_request), drivers/mtd/nand/raw/nand_base.c
 * (nand_scan_with_ids), drivers/media/v4l2-core/v4l2-dev.c (v4l2_open), drivers/infiniband/core/verbs.c (ib_alloc_mr,
 * create_qp, __ib_alloc_pd, rdma_create_ah, __ib_alloc_cq in cq.c), drivers/usb/core/hcd.c (usb_add_hcd),
 * drivers/usb/gadget/udc/core.c (usb_gadget_udc_start_locked), drivers/ata/libata-core.c (ata_host_start),
 * drivers/base/component.c (component_bind), sound/soc/soc-component.c (snd_soc_component_open).
 */
const opening: ReadonlySet<string> = new Set(
  [
    '.ndo_open of net_device_ops',
    '.start of ieee80211_ops',
    '.startup of uart_ops',
    '.start_streaming of vb2_ops',
    '.open of snd_pcm_ops',
    '.open of file_operations',
    '.open of v4l2_file_operations',
    '.ndo_init of net_device_ops',
    '.buf_init of vb2_ops',
    '.init_request of blk_mq_ops',
    '.init_cmd_priv of scsi_host_template',
    '.attach_chip of nand_controller_ops',
    '.init of skcipher_alg',
    '.init of aead_alg',
    '.init_tfm of ahash_alg',
    '.alloc_mr of ib_device_ops',
    '.alloc_ucontext of ib_device_ops',
    '.create_cq of ib_device_ops',
    '.create_qp of ib_device_ops',
    '.create_srq of ib_device_ops',
    '.reg_user_mr of ib_device_ops',
    '.alloc_pd of ib_device_ops',
    '.create_ah of ib_device_ops',
    '.start of hc_driver',
    '.reset of hc_driver',
    '.udc_start of usb_gadget_ops',
    '.port_start of ata_port_operations',
    '.bind of component_ops',
    '.open of snd_soc_component_driver',
  ]
    .map((it) => `ops-table ${it}`)
    .concat('assigned to device_alloc_chan_resources'),
);

/**
 * What a subsystem asks for one request, of which it hears no more once this has failed. Linux 6.12: crypto/crypto_engine.c
 * (crypto_pump_requests), and the users of these operations, which have nothing else to call for a request.
 */
export const isRequest = (how: string): boolean => request.test(how);

const request =
  /^ops-table \.(?:do_one_request|encrypt|decrypt|update|final|finup|digest|compress|decompress|sign|verify) of (?:crypto_engine_op|\w*(?:alg|tmp|template)\w*)$/;
