// What the direct backends share: a streaming op is one cache primitive on one physical range, and a
// bounce buffer where the device cannot reach that. Source: kernel/dma/direct.c, direct.h (6.12).

import { bytes, type DmaAddr, dmaAddr, offsetBy } from '../address/spaces.js';
import { maintain } from '../cache/maintenance.js';
import { dmaToPhys, highestAddress, isReachable, physToDma } from '../memory/dma-address.js';
import { nameAt } from '../memory/objects.js';
import { raise, type Transition } from '../ops/transition.js';
import type { Device } from '../state/device.js';
import type { MachineState } from '../state/machine-state.js';
import type { DmaAttr, Direction, Owner, SgSegment } from '../state/map-record.js';
import type { PhysRun } from '../state/memory-object.js';
import { wholePages } from './backend.js';
import type {
  Backend,
  DeviceReach,
  Mapped,
  MapRequest,
  Reached,
  SgRequest,
  SyncRequest,
  UnmapRequest,
} from './backend.js';
import { directLimits } from './direct-limits.js';
import { allocDirectPages, freeDirectPages } from './direct-pages.js';
import { mayShareLines } from './kmalloc-bounce.js';
import { isBounceForced, isSwiotlbActive, mapBounce, releaseBounce, syncBounce } from './swiotlb.js';

type DirectOps = Pick<
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

export const directOps: DirectOps = {
  map: mapDirect,
  unmap: unmapDirect,
  // dma-ranges do not apply to resources, and nobody caches them.
  mapResource(now, device, { run, attrs }) {
    const address = dmaAddr(run.start);
    if (isReachable(device, 'streaming', address, run.length)) return address;
    warnOfMask(now, attrs);
    return undefined;
  },
  unmapResource() {},
  ...sgByPage({ map: mapDirect, unmap: unmapDirect, sync: syncDirect }),
  sync: syncDirect,
  allocPages: allocDirectPages,
  freePages: freeDirectPages,
  allocNoncontiguous: undefined,
  getSgtable: (_now, { runs }) => wholePages(runs),
  limits: directLimits,
  reach: reachDirect,
};

export function mapDirect(now: Transition, device: Device, request: MapRequest): Mapped | undefined {
  const { run, direction, attrs } = request;
  const address = physToDma(device, run.start);
  const mustBounce =
    isBounceForced(now.state, device) || mayShareLines(now.state.platform, device, run.length, direction);
  if (address !== undefined && isCapable(now.state, device, address, run) && !mustBounce) {
    if (!attrs.includes('skip-cpu-sync')) maintainFor(now, device, 'device', direction, run);
    return { address, bounce: undefined };
  }
  if (isSwiotlbActive(now.state, device)) return mapThroughSwiotlb(now, device, request);
  warnOfMask(now, attrs);
  return undefined;
}

/** Linux `dma_capable`; the older ARM kernels look at no mask here. */
function isCapable({ platform }: MachineState, device: Device, address: DmaAddr, { length }: PhysRun): boolean {
  if (platform.profile !== 'k612') return true;
  // 32-bit addresses below RAM have wrapped around.
  const ramStart = platform.dmaAddressBits === 32 ? (physToDma(device, platform.memory.ramBase) ?? 0) : 0;
  return ramStart <= address && isReachable(device, 'streaming', address, length);
}

/** Linux `swiotlb_map`. */
function mapThroughSwiotlb(now: Transition, device: Device, request: MapRequest): Mapped | undefined {
  const { direction, attrs } = request;
  const bounce = mapBounce(now, device, request);
  if (bounce === undefined) return undefined;
  const address = physToDma(device, bounce.start);
  if (address === undefined || !isReachable(device, 'streaming', address, bounce.length)) {
    releaseBounce(now, bounce.start);
    warnOfMask(now, attrs);
    return undefined;
  }
  if (!attrs.includes('skip-cpu-sync')) maintainFor(now, device, 'device', direction, bounce);
  return { address, bounce };
}

export function unmapDirect(now: Transition, device: Device, request: UnmapRequest): void {
  const { address, size, direction, attrs } = request;
  const start = dmaToPhys(device, address);
  if (start === undefined) return;
  if (!attrs.includes('skip-cpu-sync')) handOverToCpu(now, device, direction, { start, length: size });
  releaseBounce(now, start);
}

export function syncDirect(now: Transition, device: Device, { to, base, offset, size, direction }: SyncRequest): void {
  // The kernel's checker wants to see every call.
  if (device.skipsSync && !now.state.platform.dmaDebug) return;
  const start = dmaToPhys(device, offsetBy(base, offset));
  if (start === undefined) return;
  const run = { start, length: size };
  if (to === 'cpu') {
    handOverToCpu(now, device, direction, run);
  } else {
    syncBounce(now, 'device', direction, run);
    maintainFor(now, device, 'device', direction, run);
  }
}

function handOverToCpu(now: Transition, device: Device, direction: Direction, run: PhysRun): void {
  maintainFor(now, device, 'cpu', direction, run);
  syncBounce(now, 'cpu', direction, run);
}

/** A device that snoops needs no maintenance. */
export function maintainFor(now: Transition, device: Device, to: Owner, direction: Direction, run: PhysRun): void {
  if (!device.snoops) maintain(now, to, direction, run);
}

interface PageOps {
  readonly map: Backend['map'];
  readonly unmap: Backend['unmap'];
  readonly sync: NonNullable<Backend['sync']>;
}

/** Scatterlists as loops over the per-page ops: one segment per entry, never merged. */
export function sgByPage(ops: PageOps): Pick<Backend, 'mapSg' | 'unmapSg' | 'syncSg'> {
  return {
    mapSg: (now, device, request) => mapEntries(now, device, request, ops),
    unmapSg(now, device, record, { nents, direction, attrs }) {
      for (const { address, length } of record.segments.slice(0, nents)) {
        ops.unmap(now, device, { address, size: length, direction, attrs });
      }
    },
    syncSg(now, device, { to, record, nents, direction }) {
      for (const { address, length } of record.segments.slice(0, nents)) {
        ops.sync(now, device, { to, base: address, offset: 0, size: length, direction });
      }
    },
  };
}

function mapEntries(
  now: Transition,
  device: Device,
  { entries, direction, attrs }: SgRequest,
  ops: PageOps,
): readonly SgSegment[] | undefined {
  const segments: SgSegment[] = [];
  for (const { start, length } of entries) {
    const mapped = ops.map(now, device, { run: { start, length }, direction, attrs });
    if (mapped === undefined) {
      const skipping: readonly DmaAttr[] = [...attrs, 'skip-cpu-sync'];
      for (const segment of segments) {
        ops.unmap(now, device, { address: segment.address, size: segment.length, direction, attrs: skipping });
      }
      return undefined;
    }
    segments.push({ address: mapped.address, length: bytes(length) });
  }
  return segments;
}

function warnOfMask(now: Transition, attrs: readonly DmaAttr[]): void {
  if (!attrs.includes('no-warn')) raise(now, { id: 'KERNEL_WARN', site: 'DMA address beyond the mask' });
}

/** A bus without IOMMU: the device reaches what its address lines say, whoever has it. */
export function reachDirect(now: Transition, device: Device, { address, size }: DeviceReach): Reached {
  const { bits, formed: truncated } = addressOnLines(device, address);
  const start = dmaToPhys(device, truncated);
  if (start === undefined) {
    const limit = { kind: 'bus', device: device.id } as const;
    raise(now, { id: 'MASK_OVERFLOW', limit, address, truncated, victim: 'nothing' });
    return { runs: [], isComplete: false };
  }
  if (truncated !== address) {
    const limit = { kind: 'mask', device: device.id, bits } as const;
    raise(now, { id: 'MASK_OVERFLOW', limit, address, truncated, victim: nameAt(now.state, start) });
  }
  return { runs: [{ start, length: size, address: truncated }], isComplete: true };
}

/** What is left of an address on the lines a device has. */
export function addressOnLines(
  { hardwareBits, maskBits, coherentMaskBits, missingLine }: Device,
  address: DmaAddr,
): { readonly bits: number; readonly formed: DmaAddr } {
  const bits = hardwareBits ?? Math.max(maskBits, coherentMaskBits);
  const low = highestAddress(bits) < address ? address % 2 ** bits : address;
  const line = missingLine === undefined ? Infinity : 2 ** missingLine;
  return { bits, formed: dmaAddr(Math.floor(low / line) % 2 === 1 ? low - line : low) };
}
