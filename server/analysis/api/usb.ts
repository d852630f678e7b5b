import type { ApiFunction } from './api-function.js';
import { plain, rows } from './rows.js';

const source = 'include/linux/usb.h (6.12)';
const gadget = 'include/linux/usb/gadget.h (6.12)';
const dataStage = { dev: 1, transfer_buffer: 3, transfer_buffer_length: 4, context: 6 } as const;
const bus = { effect: 'wait', returns: 'zero-or-negative', sleeps: true } as const;

export const usbFunctions: readonly ApiFunction[] = [
  {
    name: 'usb_alloc_coherent',
    does: 'allocate',
    family: 'coherent',
    parameters: ['device', 'size', 'gfp-flags', 'dma-address-out'],
    // Small blocks come from pools: drivers/usb/core/buffer.c, hcd_buffer_alloc() (6.12).
    zeroed: false,
    returns: 'cpu-address',
    undoneBy: ['usb_free_coherent'],
    source,
  },
  {
    name: 'usb_free_coherent',
    does: 'free',
    family: 'coherent',
    // Linux drivers/usb/core/buffer.c (6.12), pool_max.
    pooledUpTo: 2048,
    parameters: ['device', 'size', 'cpu-address', 'dma-address'],
    source,
  },
  // The same pair until 2.6.35.
  {
    name: 'usb_buffer_alloc',
    does: 'allocate',
    family: 'coherent',
    parameters: ['device', 'size', 'gfp-flags', 'dma-address-out'],
    zeroed: false,
    returns: 'cpu-address',
    undoneBy: ['usb_buffer_free'],
    source: 'include/linux/usb.h (2.6.34)',
  },
  {
    name: 'usb_buffer_free',
    does: 'free',
    family: 'coherent',
    parameters: ['device', 'size', 'cpu-address', 'dma-address'],
    source: 'include/linux/usb.h (2.6.34)',
  },
  // The host controller maps these buffers: they must be memory the streaming API accepts.
  ...plain(
    source,
    ['ignored', 'ignored', 'ignored', 'ignored', 'ignored', 'ignored', 'dma-buffer', 'size', 'ignored'],
    'usb_control_msg',
    { ...bus, returns: 'value' },
  ),
  ...plain(
    source,
    ['ignored', 'ignored', 'dma-buffer', 'size', 'cpu-write', 'ignored'],
    'usb_bulk_msg usb_interrupt_msg',
    bus,
  ),
  ...plain(source, ['ignored', 'ignored', 'ignored', 'dma-buffer', 'size'], 'usb_get_descriptor', {
    ...bus,
    returns: 'value',
  }),
  // These two copy through memory of their own.
  ...plain(
    source,
    ['ignored', 'ignored', 'ignored', 'ignored', 'ignored', 'ignored', 'cpu-read', 'size', 'ignored', 'gfp-flags'],
    'usb_control_msg_send',
    bus,
  ),
  ...plain(
    source,
    ['ignored', 'ignored', 'ignored', 'ignored', 'ignored', 'ignored', 'cpu-write', 'size', 'ignored', 'gfp-flags'],
    'usb_control_msg_recv',
    bus,
  ),
  ...plain(
    source,
    ['ignored', 'ignored', 'ignored', 'dma-buffer', 'dma-buffer', 'size', 'ignored', 'shared'],
    'usb_fill_control_urb',
    {
      returns: 'nothing',
      stores: { dev: 1, setup_packet: 3, transfer_buffer: 4, transfer_buffer_length: 5, context: 7 },
    },
  ),
  ...plain(source, ['ignored', 'ignored', 'ignored', 'dma-buffer', 'size', 'ignored', 'shared'], 'usb_fill_bulk_urb', {
    returns: 'nothing',
    stores: dataStage,
  }),
  ...plain(
    source,
    ['ignored', 'ignored', 'ignored', 'dma-buffer', 'size', 'ignored', 'shared', 'ignored'],
    'usb_fill_int_urb',
    { returns: 'nothing', stores: dataStage },
  ),
  ...plain(source, ['shared', 'gfp-flags'], 'usb_submit_urb', { effect: 'hand-over', returns: 'zero-or-negative' }),
  ...rows(
    { does: 'get-memory', memory: 'heap', fails: 'null', zeroed: true, parameters: ['ignored', 'gfp-flags'], source },
    'usb_alloc_urb',
  ),
  // An URB that was submitted or anchored is kept by others; its buffer is the driver's all along.
  ...rows(
    { does: 'put-memory', memory: 'heap', counted: true, parameters: ['cpu-address'], source },
    'usb_free_urb usb_put_urb',
  ),
  ...plain(source, ['kept'], 'usb_put_dev usb_put_intf', { returns: 'nothing' }),
  ...plain(source, ['ignored'], 'usb_kill_urb usb_poison_urb', { effect: 'wait', returns: 'nothing', sleeps: true }),
  ...plain(source, ['ignored'], 'usb_kill_anchored_urbs', { effect: 'wait', returns: 'nothing', sleeps: true }),
  ...plain(source, ['ignored'], 'usb_unlink_urb', { returns: 'zero-or-negative' }),
  ...plain(source, ['ignored', 'ignored', 'ignored'], 'usb_set_interface', {
    returns: 'zero-or-negative',
    sleeps: true,
  }),
  ...plain(source, ['shared', 'cpu-write'], 'usb_anchor_urb', { returns: 'nothing' }),
  ...plain(source, ['ignored'], 'usb_init_urb usb_unanchor_urb init_usb_anchor usb_unpoison_urb'),
  ...plain(source, ['ignored'], 'usb_get_urb usb_get_dev usb_get_intf', { returns: 'same' }),
  ...plain(source, ['ignored'], 'interface_to_usbdev to_usb_device to_usb_interface', {
    returns: 'pointer',
    pure: true,
  }),
  ...plain(source, ['ignored'], 'usb_get_intfdata', { returns: 'pointer', pure: true, driverData: 'get-own' }),
  ...plain(source, ['ignored', 'shared'], 'usb_set_intfdata', { returns: 'nothing', driverData: 'set' }),
  ...plain(
    source,
    ['ignored', 'ignored'],
    'usb_sndbulkpipe usb_rcvbulkpipe usb_sndctrlpipe usb_rcvctrlpipe usb_rcvintpipe usb_sndintpipe ' +
      'usb_sndisocpipe usb_rcvisocpipe',
    { returns: 'value', pure: true },
  ),
  ...plain(source, ['ignored'], 'usb_urb_dir_in usb_urb_dir_out', { returns: 'boolean', pure: true }),
  ...plain('include/uapi/linux/usb/ch9.h (6.12)', ['ignored'], 'usb_pipein usb_pipeout usb_pipeendpoint', {
    returns: 'value',
    pure: true,
  }),
  // USB_ENDPOINT_MAXP_MASK of include/uapi/linux/usb/ch9.h (6.12).
  ...plain(source, ['ignored', 'ignored'], 'usb_maxpacket', { returns: 'value', pure: true, atMost: 0x07ff }),
  ...plain(source, ['ignored', 'ignored'], 'usb_clear_halt', { returns: 'zero-or-negative', sleeps: true }),
  ...plain(source, ['ignored'], 'usb_autopm_get_interface usb_reset_device', {
    returns: 'zero-or-negative',
    sleeps: true,
  }),
  ...plain(source, ['ignored'], 'usb_autopm_put_interface'),
  // The core maps the list, entry by entry, and unmaps it when the last of its requests is done.
  ...plain(
    source,
    ['changed', 'ignored', 'ignored', 'ignored', 'scatterlist', 'ignored', 'size', 'gfp-flags'],
    'usb_sg_init',
    { returns: 'zero-or-negative' },
  ),
  ...plain(source, ['changed'], 'usb_sg_wait', { effect: 'wait', returns: 'nothing', sleeps: true }),
  ...plain(source, ['changed'], 'usb_sg_cancel', { returns: 'nothing' }),
  ...plain(gadget, ['ignored', 'gfp-flags'], 'usb_ep_alloc_request', { returns: 'pointer-or-null' }),
  ...plain(gadget, ['ignored', 'kept'], 'usb_ep_free_request', { returns: 'nothing' }),
  ...plain(gadget, ['ignored', 'changed'], 'usb_ep_dequeue', { returns: 'zero-or-negative' }),
  ...plain(gadget, ['ignored'], 'usb_ep_enable usb_ep_disable', { returns: 'zero-or-negative' }),
  ...plain('include/linux/usb/hcd.h (6.12)', ['ignored', 'shared'], 'usb_hcd_link_urb_to_ep', {
    returns: 'zero-or-negative',
  }),
  ...plain('include/linux/usb/hcd.h (6.12)', ['ignored', 'ignored'], 'usb_hcd_unlink_urb_from_ep', {
    returns: 'nothing',
  }),
  ...plain('include/uapi/linux/usb/ch9.h (6.12)', ['ignored'], 'usb_endpoint_maxp usb_endpoint_num', {
    returns: 'value',
    pure: true,
  }),
  ...plain(
    'include/uapi/linux/usb/ch9.h (6.12)',
    ['ignored'],
    'usb_endpoint_dir_in usb_endpoint_dir_out usb_endpoint_xfer_bulk usb_endpoint_xfer_int usb_endpoint_xfer_isoc ' +
      'usb_endpoint_xfer_control usb_endpoint_is_bulk_in usb_endpoint_is_bulk_out usb_endpoint_is_int_in',
    { returns: 'boolean', pure: true },
  ),
  ...plain('include/linux/usb/hcd.h (6.12)', ['ignored', 'changed', 'gfp-flags'], 'usb_hcd_map_urb_for_dma', {
    returns: 'zero-or-negative',
  }),
  ...plain('include/linux/usb/hcd.h (6.12)', ['ignored', 'changed'], 'usb_hcd_unmap_urb_for_dma', {
    returns: 'nothing',
  }),
  ...plain('include/linux/usb/hcd.h (6.12)', ['ignored', 'kept', 'ignored'], 'usb_hcd_giveback_urb', {
    returns: 'nothing',
  }),
  // A request holds its buffer or list itself, as a SCSI command does. The gadget core unmaps nothing when ->queue() fails.
  {
    name: 'usb_gadget_map_request',
    does: 'map',
    family: 'sg',
    parameters: ['ignored', 'sg-table', 'ignored'],
    returns: 'zero-or-negative',
    undoneBy: ['usb_gadget_unmap_request', 'usb_gadget_unmap_request_by_dev'],
    ofRequest: true,
    source: gadget,
  },
  {
    name: 'usb_gadget_map_request_by_dev',
    does: 'map',
    family: 'sg',
    parameters: ['ignored', 'sg-table', 'ignored'],
    returns: 'zero-or-negative',
    undoneBy: ['usb_gadget_unmap_request', 'usb_gadget_unmap_request_by_dev'],
    ofRequest: true,
    source: gadget,
  },
  {
    name: 'usb_gadget_unmap_request',
    does: 'unmap',
    family: 'sg',
    parameters: ['ignored', 'sg-table', 'ignored'],
    source: gadget,
  },
  {
    name: 'usb_gadget_unmap_request_by_dev',
    does: 'unmap',
    family: 'sg',
    parameters: ['ignored', 'sg-table', 'ignored'],
    source: gadget,
  },
  ...plain(gadget, ['ignored', 'kept'], 'usb_gadget_giveback_request', {
    returns: 'nothing',
  }),
];
