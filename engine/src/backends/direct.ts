// What the direct backends share: the bus address is the physical address, and every streaming op
// is one cache primitive on one physical range. Source: kernel/dma/direct.c (6.12).

import { dmaAddr, physAddr, type DmaAddr, type PhysAddr } from '../address/spaces.js';
import { maintain } from '../cache/maintenance.js';
import { highestAddress } from '../memory/dma-address.js';
import { raise, type Transition } from '../ops/transition.js';
import type { Device } from '../state/device.js';
import type { DmaAttr, SgSegment } from '../state/map-record.js';
import type { PhysRun } from '../state/memory-object.js';
import type { Backend, DeviceReach, MapRequest, Reached, SgRequest } from './backend.js';

/** No preset has `dma-ranges`, so the two spaces have the same numbers. */
export const physToDma = (pa: PhysAddr): DmaAddr => dmaAddr(pa);
export const dmaToPhys = (address: DmaAddr): PhysAddr => physAddr(address);

type StreamingOps = Pick<
  Backend,
  'map' | 'unmap' | 'mapResource' | 'unmapResource' | 'mapSg' | 'unmapSg' | 'sync' | 'reach' | 'hasNoncoherentPages'
>;

export const directStreaming: StreamingOps = {
  hasNoncoherentPages: true,
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
  sync(now, _device, { to, address, size, direction }) {
    maintain(now, to, direction, { start: dmaToPhys(address), length: size });
  },
  reach: (_now, _device, access) => reachDirect(access),
};

function mapDirect(now: Transition, device: Device, { run, direction, attrs }: MapRequest): DmaAddr | undefined {
  const address = addressable(now, device, run, attrs);
  if (address !== undefined && !attrs.includes('skip-cpu-sync')) maintain(now, 'device', direction, run);
  return address;
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
    const address = mapDirect(now, device, { ...request, run: { start, length } });
    // Entries mapped so far are unmapped with SKIP_CPU_SYNC, which does nothing here.
    if (address === undefined) return undefined;
    segments.push({ address, length });
  }
  return segments;
}

function reachDirect({ address, size }: DeviceReach): Reached {
  return { runs: [{ start: dmaToPhys(address), length: size, address }], isComplete: true };
}
