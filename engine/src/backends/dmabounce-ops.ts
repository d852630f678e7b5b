// How dmabounce maps, unmaps and syncs. Source: arch/arm/common/dmabounce.c (2.6.39, 3.10).

import { bytes, dmaAddr, type DmaAddr, offsetBy } from '../address/spaces.js';
import { inner } from '../cache/lookup.js';
import { flush } from '../cache/operations.js';
import { linearIndex } from '../memory/alias-index.js';
import { addBounceBuffer, bounceBufferAt, removeBounceBuffer } from '../memory/bounce.js';
import { busAddressOf, dmaMappingError, dmaToPhys, isReachable, maskHole } from '../memory/dma-address.js';
import { isLowmem } from '../memory/linear-map.js';
import { dmaMemoryType } from '../memory/memory-types.js';
import { raise, type Transition } from '../ops/transition.js';
import { hasQuirk } from '../platforms/platform.js';
import type { BounceBuffer } from '../state/bounce-state.js';
import type { Device } from '../state/device.js';
import type { MachineState } from '../state/machine-state.js';
import type { DmaAttr, Direction } from '../state/map-record.js';
import type { PhysRun } from '../state/memory-object.js';
import type { Backend, Mapped, MapRequest, SyncRequest, UnmapRequest } from './backend.js';
import { copyIn, copyOut } from './bounce-copy.js';
import { mapDirect, sgByPage, syncDirect, unmapDirect } from './direct.js';
import { type CoherentMemory, giveSafeBlock, isRegistered, takeSafeBlock } from './safe-buffers.js';

type StreamingOps = Pick<Backend, 'map' | 'unmap' | 'sync' | 'mapSg' | 'unmapSg' | 'syncSg'>;

/** The per-page methods over those of ARM direct; the scatterlist methods call them back. */
export function dmabounceOver(memory: CoherentMemory): StreamingOps {
  const map: Backend['map'] = (now, device, request) => mapPage(now, device, memory, request);
  const unmap: Backend['unmap'] = (now, device, request) => unmapPage(now, device, memory, request);
  const sync: NonNullable<Backend['sync']> = syncPage;
  return { map, unmap, sync, ...sgByPage({ map, unmap, sync }) };
}

function mapPage(now: Transition, device: Device, memory: CoherentMemory, request: MapRequest): Mapped | undefined {
  const { run, direction, attrs } = request;
  if (!isRegistered(now.state, device.id)) return mapDirect(now, device, request);
  if (device.hasMask && maskHole(device, 'streaming') < run.length) return undefined;
  if (!needsBounce(now.state, device, run))
    return mapDirect(now, device, { ...request, attrs: withoutSkip(now, attrs) });
  if (!isLowmem(now.state.platform, run.start)) return undefined;
  const block = takeSafeBlock(now, device, memory, run.length);
  if (block === undefined) return failedBounce(now);
  const copy = { start: block.pa, length: run.length };
  const buffer: BounceBuffer = {
    by: 'dmabounce',
    device: device.id,
    original: run.start,
    copy,
    direction,
    held: copy,
  };
  addBounceBuffer(now, buffer);
  if (direction !== 'from-device' && !skips(now, attrs)) copyIn(now, buffer, 0, run.length, typeOfCopy(now.state));
  return { address: block.address, bounce: copy };
}

/** Linux 2.6.39 answers 0, which no test takes for an error (quirk Q9). */
function failedBounce(now: Transition): Mapped | undefined {
  if (!hasQuirk(now.state.platform, 'Q9')) return undefined;
  raise(now, { id: 'QUIRK', quirk: 'Q9' });
  return { address: dmaAddr(0), bounce: undefined };
}

function unmapPage(now: Transition, device: Device, memory: CoherentMemory, request: UnmapRequest): void {
  const { address, size, direction, attrs } = request;
  const buffer = findBuffer(now.state, device, address);
  if (buffer === undefined) {
    unmapDirect(now, device, { ...request, attrs: withoutSkip(now, attrs) });
    return;
  }
  if (buffer.copy.length !== size) {
    raise(now, { id: 'KERNEL_BUG', site: 'bounce buffer of another size' });
    return;
  }
  if (isOtherDirection(now, buffer, direction)) return;
  if (direction !== 'to-device' && !skips(now, attrs)) {
    copyOut(now, buffer, 0, size, typeOfCopy(now.state));
    // For pages of files: user space may have mapped them elsewhere in the cache.
    flush(now, inner(linearIndex(now.state.platform)), { start: buffer.original, length: size });
  }
  removeBounceBuffer(now, buffer);
  giveSafeBlock(now, device, memory, buffer.held);
}

function syncPage(now: Transition, device: Device, request: SyncRequest): void {
  const { to, base, offset, size, direction } = request;
  const found = findForSync(now, device, request);
  if (found === undefined) {
    syncDirect(now, device, request);
    return;
  }
  if (isOtherDirection(now, found, direction)) return;
  const start = (dmaToPhys(device, offsetBy(base, offset)) ?? found.copy.start) - found.copy.start;
  const length = Math.min(size, found.copy.length - start);
  if (to === 'device' && direction !== 'from-device') copyIn(now, found, start, length, typeOfCopy(now.state));
  if (to === 'cpu' && direction !== 'to-device') copyOut(now, found, start, length, typeOfCopy(now.state));
}

/** Linux 2.6.39 looks for the address the mapping started with; 3.10 for any inside it. */
function findForSync(now: Transition, device: Device, { base, offset, size }: SyncRequest): BounceBuffer | undefined {
  const isOld = now.state.platform.profile === 'k2639';
  const address = isOld ? base : offsetBy(base, offset);
  const buffer = findBuffer(now.state, device, address);
  if (!isOld || buffer === undefined || buffer.copy.start === dmaToPhys(device, address)) return buffer;
  raise(now, { id: 'SYNC_NOT_FOUND', device: device.id, address, size: bytes(size), kernelMessage: 'none' });
  return undefined;
}

function findBuffer(state: MachineState, device: Device, address: DmaAddr): BounceBuffer | undefined {
  if (!isRegistered(state, device.id) || address === dmaMappingError(state.platform)) return undefined;
  const pa = dmaToPhys(device, address);
  const buffer = pa === undefined ? undefined : bounceBufferAt(state, pa);
  return buffer?.device === device.id ? buffer : undefined;
}

function isOtherDirection(now: Transition, buffer: BounceBuffer, direction: Direction): boolean {
  if (buffer.direction === direction) return false;
  raise(now, { id: 'KERNEL_BUG', site: 'bounce buffer of another direction' });
  return true;
}

/** The mask, or what the bus says: Linux `ixp4xx_needs_bounce`, `sa1111_needs_bounce`. */
function needsBounce({ platform: { dmabounce } }: MachineState, device: Device, run: PhysRun): boolean {
  const address = busAddressOf(device, run.start);
  if (device.hasMask && !isReachable(device, 'streaming', address, run.length)) return true;
  if (dmabounce.kind === 'off' || dmabounce.bounceFrom === undefined) return false;
  return dmabounce.bounceFrom <= address + run.length - 1;
}

/** The attribute never reaches these functions (quirk Q22). */
function withoutSkip(now: Transition, attrs: readonly DmaAttr[]): readonly DmaAttr[] {
  return skips(now, attrs) ? attrs : attrs.filter((attr) => attr !== 'skip-cpu-sync');
}

function skips(now: Transition, attrs: readonly DmaAttr[]): boolean {
  if (!attrs.includes('skip-cpu-sync')) return false;
  const isIgnored = hasQuirk(now.state.platform, 'Q22');
  if (isIgnored) raise(now, { id: 'QUIRK', quirk: 'Q22' });
  return !isIgnored;
}

/** Safe buffers are coherent memory. */
function typeOfCopy({ platform }: MachineState): ReturnType<typeof dmaMemoryType> {
  return dmaMemoryType(platform, []);
}
