import type { ApiFunction } from './api-function.js';
import { plain } from './rows.js';

const source = 'include/linux/dma-buf.h (6.12)';
const mapped = 'include/linux/iosys-map.h (6.12)';
const errno = { returns: 'zero-or-negative' } as const;
const nothing = { returns: 'nothing' } as const;

/**
 * Buffers that drivers share. Who attaches gets a table that the exporter mapped; references, attachments and their
 * tables have to be given back in the reverse order.
 */
export const dmaBufFunctions: readonly ApiFunction[] = [
  ...plain(source, ['ignored'], 'dma_buf_get', {
    returns: 'error-pointer',
    acquires: 'dma-buf',
    undoneBy: ['dma_buf_put'],
  }),
  // What its `priv` leads to is the buffer's from now on, and its release operation's to free.
  ...plain(source, ['kept'], 'dma_buf_export', {
    returns: 'error-pointer',
    acquires: 'dma-buf',
    undoneBy: ['dma_buf_put', 'dma_buf_fd'],
  }),
  ...plain(source, ['reference'], 'get_dma_buf', { ...nothing, acquires: 'dma-buf', undoneBy: ['dma_buf_put'] }),
  ...plain(source, ['reference'], 'dma_buf_put', { ...nothing, drops: 'dma-buf' }),
  ...plain(source, ['given', 'ignored'], 'dma_buf_fd', { returns: 'value' }),

  ...plain(source, ['base', 'device'], 'dma_buf_attach', {
    returns: 'error-pointer',
    plays: 'attach',
    acquires: 'attachment',
    resultHolds: { dmabuf: 0 },
    undoneBy: ['dma_buf_detach'],
  }),
  ...plain(source, ['base', 'device', 'ignored', 'shared'], 'dma_buf_dynamic_attach', {
    returns: 'error-pointer',
    acquires: 'attachment',
    resultHolds: { dmabuf: 0 },
    undoneBy: ['dma_buf_detach'],
  }),
  ...plain(source, ['base', 'reference'], 'dma_buf_detach', { ...nothing, plays: 'detach', drops: 'attachment' }),
  ...plain(source, ['base', 'direction'], 'dma_buf_map_attachment dma_buf_map_attachment_unlocked', {
    returns: 'error-pointer',
    sleeps: true,
    plays: 'map-attachment',
    acquires: 'attachment-table',
    undoneBy: ['dma_buf_unmap_attachment', 'dma_buf_unmap_attachment_unlocked'],
  }),
  ...plain(source, ['base', 'reference', 'direction'], 'dma_buf_unmap_attachment dma_buf_unmap_attachment_unlocked', {
    ...nothing,
    sleeps: true,
    plays: 'unmap-attachment',
    drops: 'attachment-table',
  }),
  ...plain(source, ['base'], 'dma_buf_pin', { ...errno, sleeps: true }),
  ...plain(source, ['base'], 'dma_buf_unpin', { ...nothing, sleeps: true }),

  ...plain(source, ['base', 'direction'], 'dma_buf_begin_cpu_access', { ...errno, plays: 'begin-cpu-access' }),
  ...plain(source, ['base', 'direction'], 'dma_buf_end_cpu_access', { ...errno, plays: 'end-cpu-access' }),
  ...plain(source, ['base', 'cpu-write'], 'dma_buf_vmap dma_buf_vmap_unlocked', { ...errno, plays: 'map-shared' }),
  ...plain(source, ['base', 'cpu-write'], 'dma_buf_vunmap dma_buf_vunmap_unlocked', { plays: 'unmap-shared' }),
  ...plain(source, ['base', 'ignored', 'ignored'], 'dma_buf_mmap', errno),

  // The structure only says where the memory is, in RAM or behind a bus.
  ...plain(mapped, ['ignored', 'ignored', 'cpu-read', 'size'], 'iosys_map_memcpy_to', nothing),
  ...plain(mapped, ['cpu-write', 'ignored', 'ignored', 'size'], 'iosys_map_memcpy_from', nothing),
  ...plain(mapped, ['ignored', 'ignored', 'ignored', 'size'], 'iosys_map_memset', nothing),
];
