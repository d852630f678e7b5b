// Small kmalloc objects that share cachelines, on kernels that let them. Source: include/linux/dma-map-ops.h
// (6.12), dma_kmalloc_needs_bounce; only arm64 selects DMA_BOUNCE_UNALIGNED_KMALLOC among the kernels here.

import type { Platform } from '../platforms/platform.js';
import type { Device } from '../state/device.js';
import type { Direction } from '../state/map-record.js';

/** Whether a buffer of that size may share a line with other data, which a device that snoops nothing would lose. */
export function mayShareLines(platform: Platform, device: Device, size: number, direction: Direction): boolean {
  if (platform.architecture !== 'arm64' || platform.swiotlb.kind === 'off') return false;
  if (device.snoops || direction === 'to-device') return false;
  return size < 2 * platform.dmaMinAlignBytes && objectBytes(size) % platform.cachelineBytes !== 0;
}

/** The slab object that holds `size` bytes: Linux `kmalloc_size_roundup`, with the least alignment of arm64. */
function objectBytes(size: number): number {
  const power = 2 ** Math.ceil(Math.log2(Math.max(size, smallestObject)));
  return oddClasses.find((it) => size <= it && it < power && power / 2 < size) ?? power;
}

const smallestObject = 8;
const oddClasses = [96, 192] as const;
