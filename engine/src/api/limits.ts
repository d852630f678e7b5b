// What drivers ask about their device before they map. Source: kernel/dma/mapping.c (6.12).

import { isLimited } from '../backends/direct-limits.js';
import { isDirect, backendOf } from '../backends/index.js';
import { bounceBufferAt } from '../memory/bounce.js';
import { addressLimit, dmaToPhys, highestAddress } from '../memory/dma-address.js';
import type { AskLimit, Limit } from '../ops/op.js';
import type { StepResult } from '../ops/step-result.js';
import { begin, finish, raise, type Transition } from '../ops/transition.js';
import type { DmaAddr } from '../address/spaces.js';
import type { Device } from '../state/device.js';
import type { MachineState } from '../state/machine-state.js';
import { deviceOf, setDevice } from './devices.js';

export function askLimit(state: MachineState, { device, limit }: AskLimit): StepResult {
  return finish(begin(state), { kind: 'limit', value: answer(state, deviceOf(state, device), limit) });
}

function answer(state: MachineState, device: Device, limit: Limit): number | boolean {
  const { limits } = backendOf(device);
  switch (limit.of) {
    case 'mask':
      return device.hasMask && device.maskBits !== 0 ? device.maskBits : 32;
    case 'required-mask':
      return limits.requiredMaskBits(state, device);
    case 'mask-supported':
      return limits.supportsMask(state, device, limit.bits);
    case 'addressing-limited':
      return isAddressingLimited(state, device);
    case 'max-mapping-size':
      return limits.maxMappingBytes(state, device);
    case 'opt-mapping-size':
      return Math.min(limits.maxMappingBytes(state, device), limits.optMappingBytes(state));
    case 'merge-boundary':
      return limits.mergeBoundary(state, device);
    case 'max-segment-size':
      return device.maxSegmentBytes;
    case 'segment-boundary':
      return device.segmentBoundaryBytes;
    case 'min-align-mask':
      return device.minAlignMask;
    case 'cache-alignment':
      return state.platform.maintenance === 'none' ? 1 : state.platform.dmaMinAlignBytes;
    case 'device-needs-sync':
      return needsSync(state, device);
    case 'need-sync':
      return needsSync(state, device) && needsSyncAt(state, device, limit.address);
    case 'p2pdma-supported':
      return isDirect(device) || device.backend === 'dma-iommu';
  }
}

function isAddressingLimited(state: MachineState, device: Device): boolean {
  if (isDirect(device)) return isLimited(state.platform, device);
  return addressLimit(device, 'streaming') < highestAddress(backendOf(device).limits.requiredMaskBits(state, device));
}

/** The kernel's checker wants to see every call. */
function needsSync({ platform }: MachineState, device: Device): boolean {
  return platform.dmaDebug || !device.skipsSync;
}

/** A device that snoops still has copies to look after. */
function needsSyncAt(state: MachineState, device: Device, address: DmaAddr): boolean {
  if (!isDirect(device) || !device.snoops) return true;
  const pa = dmaToPhys(device, address);
  return pa !== undefined && bounceBufferAt(state, pa) !== undefined;
}

/** The newest kernel refuses to map for a device without a streaming mask; the older ones never look. */
export function checkMaskExists(now: Transition, { hasMask }: Device): boolean {
  if (hasMask || now.state.platform.profile !== 'k612') return true;
  raise(now, { id: 'KERNEL_WARN', site: 'no DMA mask' });
  return false;
}

/** What a driver should have asked or set before it maps `size` bytes. */
export function checkLimits(now: Transition, device: Device, size: number): void {
  checkMaskWasSet(now, device);
  const limit = backendOf(device).limits.maxMappingBytes(now.state, device);
  if (limit < size) raise(now, { id: 'MAX_MAPPING_EXCEEDED', device: device.id, size, limit });
}

/** Each is said once. */
export function checkMaskWasSet(now: Transition, device: Device): void {
  const { id, maskBits, maskRefusedAt, hardwareBits } = device;
  if (maskRefusedAt !== undefined) {
    raise(now, { id: 'MASK_FAILED_UNCHECKED', device: id, refusedAt: maskRefusedAt, maskBits });
    setDevice(now, { ...device, maskRefusedAt: undefined, isMaskSet: true });
  } else if (!device.isMaskSet && hardwareBits !== undefined && hardwareBits < maskBits) {
    raise(now, { id: 'MASK_NOT_SET', device: id, hardwareBits, maskBits });
    setDevice(now, { ...device, isMaskSet: true });
  }
}
