// What the direct backends share: the bus address is the physical address, and every streaming op
// is one cache primitive on one physical range. Source: kernel/dma/direct.c (6.12).

import { dmaAddr, offsetBy, physAddr, type DmaAddr, type PhysAddr } from '../address/spaces.js';
import { maintain } from '../cache/maintenance.js';
import { highestAddress } from '../memory/dma-address.js';
import { raise, type Transition } from '../ops/transition.js';
import type { Device } from '../state/device.js';
import type { DmaAttr, SgSegment } from '../state/map-record.js';
import type { PhysRun } from '../state/memory-object.js';
import { wholePages } from './backend.js';
import type { Backend, BackendLimits, DeviceReach, Mapped, MapRequest, Reached, SgRequest } from './backend.js';
import { allocDirectPages, freeDirectPages } from './direct-pages.js';

/** No preset has `dma-ranges`, so the two spaces have the same numbers. */
export const physToDma = (pa: PhysAddr): DmaAddr => dmaAddr(pa);
export const dmaToPhys = (address: DmaAddr): PhysAddr => physAddr(address);

type StreamingOps = Pick<
  Backend,
  | 'map'
  | 'unmap'
  | 'mapResource'
  | 'unmapResource'
  | 'mapSg'
  | 'unmapSg'
  | 'sync'
  | 'syncSg'
  | 'allocPages'
  | 'freePages'
  | 'allocNoncontiguous'
  | 'getSgtable'
  | 'limits'
  | 'reach'
>;

export const directStreaming: StreamingOps = {
  map: mapDirect,
  unmap(now, _device, { address, size, direction, attrs }) {
    if (attrs.includes('skip-cpu-sync')) return;
    maintain(now, 'cpu', direction, { start: dmaToPhys(address), length: size });
  },
  // dma-ranges do not apply to resources, and nobody caches them.
  mapResource: (now, device, { run, attrs }) => addressable(now, device, run, attrs),
  unmapResource() {},
  mapSg: mapSgDirect,
  unmapSg(now, _device, record, { nents, direction, attrs }) {
    if (attrs.includes('skip-cpu-sync')) return;
    for (const { start, length } of record.entries.slice(0, nents)) maintain(now, 'cpu', direction, { start, length });
  },
  sync(now, _device, { to, base, offset, size, direction }) {
    maintain(now, to, direction, { start: dmaToPhys(offsetBy(base, offset)), length: size });
  },
  syncSg(now, _device, { to, record, nents, direction }) {
    for (const entry of record.entries.slice(0, nents)) maintain(now, to, direction, entry);
  },
  allocPages: allocDirectPages,
  freePages: freeDirectPages,
  allocNoncontiguous: undefined,
  getSgtable: (_now, { runs }) => wholePages(runs),
  limits: directLimits(),
  reach: (_now, _device, access) => reachDirect(access),
};

function mapDirect(now: Transition, device: Device, { run, direction, attrs }: MapRequest): Mapped | undefined {
  const address = addressable(now, device, run, attrs);
  if (address === undefined) return undefined;
  if (!attrs.includes('skip-cpu-sync')) maintain(now, 'device', direction, run);
  return { address, bounce: undefined };
}

/** Linux kernel/dma/direct.c (6.12), dma_direct_supported, dma_direct_get_required_mask. */
function directLimits(): BackendLimits {
  return {
    supportsMask: () => true,
    requiredMaskBits: ({ platform }) => Math.ceil(Math.log2(platform.memory.ramBase + platform.memory.ramBytes)),
    maxMappingBytes: () => Infinity,
    optMappingBytes: () => Infinity,
    mergeBoundary: () => 0,
  };
}

/** Without bounce buffers, memory beyond the mask cannot be mapped. */
function addressable(now: Transition, device: Device, run: PhysRun, attrs: readonly DmaAttr[]): DmaAddr | undefined {
  if (run.start + run.length - 1 <= highestAddress(device.maskBits)) return physToDma(run.start);
  if (!attrs.includes('no-warn')) raise(now, { id: 'KERNEL_WARN', site: 'DMA address beyond the mask' });
  return undefined;
}

/** One segment per entry: the direct backends never merge. */
function mapSgDirect(now: Transition, device: Device, request: SgRequest): readonly SgSegment[] | undefined {
  const segments: SgSegment[] = [];
  for (const { start, length } of request.entries) {
    const mapped = mapDirect(now, device, { ...request, run: { start, length } });
    // Entries mapped so far are unmapped with SKIP_CPU_SYNC, which does nothing here.
    if (mapped === undefined) return undefined;
    segments.push({ address: mapped.address, length });
  }
  return segments;
}

function reachDirect({ address, size }: DeviceReach): Reached {
  return { runs: [{ start: dmaToPhys(address), length: size, address }], isComplete: true };
}
