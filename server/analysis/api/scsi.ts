import type { ApiFunction } from './api-function.js';
import { plain } from './rows.js';

const command = 'include/scsi/scsi_cmnd.h (6.12)';
const host = 'include/scsi/scsi_host.h (6.12)';

/** A command holds its list, device and direction itself: it stands where the table of a list stands elsewhere. */
export const scsiFunctions: readonly ApiFunction[] = [
  {
    name: 'scsi_dma_map',
    does: 'map',
    family: 'sg',
    parameters: ['sg-table'],
    returns: 'count-or-negative',
    undoneBy: ['scsi_dma_unmap'],
    source: command,
  },
  { name: 'scsi_dma_unmap', does: 'unmap', family: 'sg', parameters: ['sg-table'], source: command },
  ...plain(command, ['ignored'], 'scsi_sglist', { returns: 'pointer', pure: true }),
  ...plain(command, ['ignored'], 'scsi_sg_count scsi_bufflen scsi_get_resid scsi_prot_sg_count', {
    returns: 'value',
    pure: true,
  }),
  ...plain(command, ['ignored'], 'scsi_prot_sglist scsi_cmd_priv scsi_cmd_to_rq', { returns: 'pointer', pure: true }),
  ...plain('include/scsi/sas.h (6.12)', ['ignored'], 'sas_protocol_ata', { returns: 'boolean', pure: true }),
  ...plain(command, ['cpu-write', 'ignored'], 'scsi_set_resid', { returns: 'nothing' }),
  ...plain(command, ['ignored', 'cpu-read', 'size'], 'scsi_sg_copy_from_buffer', { effect: 'copy', returns: 'value' }),
  ...plain(command, ['ignored', 'cpu-write', 'size'], 'scsi_sg_copy_to_buffer', { effect: 'copy', returns: 'value' }),
  // Completion gives the command, with all it holds, back to the middle layer.
  ...plain(command, ['kept'], 'scsi_done scsi_done_direct', { returns: 'nothing' }),
  ...plain(host, ['ignored'], 'shost_priv class_to_shost dev_to_shost', { returns: 'pointer', pure: true }),
  ...plain(host, ['ignored', 'ignored'], 'scsi_host_alloc', { returns: 'pointer-or-null' }),
  ...plain(host, ['shared', 'ignored'], 'scsi_add_host', { returns: 'zero-or-negative', sleeps: true }),
  ...plain(host, ['shared', 'ignored', 'ignored'], 'scsi_add_host_with_dma', {
    returns: 'zero-or-negative',
    sleeps: true,
  }),
  ...plain(host, ['ignored'], 'scsi_scan_host scsi_remove_host scsi_block_requests scsi_unblock_requests'),
  ...plain(host, ['kept'], 'scsi_host_put', { returns: 'nothing' }),
  ...plain('include/scsi/scsi_device.h (6.12)', ['ignored', 'ignored', 'ignored'], 'sdev_printk scmd_printk', {
    rest: 'ignored',
  }),
  ...plain(host, ['ignored', 'ignored', 'ignored'], 'shost_printk', { rest: 'ignored' }),
  ...plain('include/scsi/scsi_device.h (6.12)', ['ignored'], 'scsi_target', {
    returns: 'pointer',
    pure: true,
  }),
  ...plain('include/scsi/scsi_transport_fc.h (6.12)', ['ignored'], 'starget_to_rport', {
    returns: 'pointer',
    pure: true,
  }),
  ...plain('include/scsi/scsi_device.h (6.12)', ['ignored'], 'sdev_id sdev_channel', { returns: 'value', pure: true }),
  ...plain(command, ['cpu-write', 'ignored'], 'set_host_byte set_status_byte'),
  ...plain('include/scsi/scsi_device.h (6.12)', ['ignored'], 'to_scsi_device', { returns: 'pointer', pure: true }),
  ...plain('include/scsi/scsi_device.h (6.12)', ['kept'], 'scsi_device_put'),
  ...plain('include/scsi/scsi_device.h (6.12)', ['ignored', 'ignored'], 'scsi_change_queue_depth', {
    returns: 'value',
  }),
  ...plain('include/scsi/scsi_common.h (6.12)', ['ignored', 'cpu-write'], 'int_to_scsilun'),
];
