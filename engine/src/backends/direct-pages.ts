// dma_alloc_pages without IOMMU: cached lowmem pages that change hands by sync.
// Source: kernel/dma/direct.c (6.12), dma_direct_alloc_pages.

import { pageBytes, pageCount } from '../address/align.js';
import { dmaAddr } from '../address/spaces.js';
import { zeroMemory } from '../memory/contents.js';
import { highestAddress } from '../memory/dma-address.js';
import { returnFrames, takeFrames } from '../memory/frames.js';
import type { Transition } from '../ops/transition.js';
import type { Device } from '../state/device.js';
import type { NoncoherentAllocation } from '../state/map-record.js';
import type { PagesAllocation, PagesRequest } from './backend.js';

export function allocDirectPages(now: Transition, device: Device, { size }: PagesRequest): PagesAllocation | undefined {
  const length = pageCount(size) * pageBytes;
  const start = takeFrames(now, 'normal', pageCount(size));
  if (start === undefined || highestAddress(device.coherentMaskBits) < start + length - 1) return undefined;
  zeroMemory(now, start, start + length);
  return { address: dmaAddr(start), runs: [{ start, length }] };
}

export function freeDirectPages(now: Transition, _device: Device, { runs }: NoncoherentAllocation): void {
  for (const { start, length } of runs) returnFrames(now, start, length / pageBytes);
}
