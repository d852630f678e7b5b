// Devices as board code and drivers set them up. Source: include/linux/dma-mapping.h, kernel/dma/mapping.c,
// kernel/dma/direct.c (6.12).

import { backendOf } from '../backends/index.js';
import { setAside } from '../memory/areas.js';
import type {
  AddDevice,
  DeviceOptions,
  SetMask,
  SetMaxSegment,
  SetMinAlign,
  SetOffset,
  SetSegmentBoundary,
} from '../ops/op.js';
import { codes, nothing, returned, type StepResult } from '../ops/step-result.js';
import { begin, change, finish, raise, type Transition } from '../ops/transition.js';
import type { BackendName } from '../platforms/platform.js';
import { busOf, type Device, plainDevice } from '../state/device.js';
import type { DeviceId } from '../state/ids.js';
import type { MachineState } from '../state/machine-state.js';
import { cmaOf } from '../backends/direct-pages.js';

/** A device that was never added has every default. */
export function deviceOf(state: MachineState, id: DeviceId): Device {
  return state.devices.get(id) ?? plainDevice(state.platform, id);
}

export function addDevice(state: MachineState, { device: id, bus, options = {} }: AddDevice): StepResult {
  const now = begin(state);
  const known = deviceOf(state, id);
  const plain = { ...known, bus, hasOwnCma: known.hasOwnCma || options.cmaBytes !== undefined };
  const device = { ...plain, ...wiringOf(state, plain, options), ...propertiesOf(plain, options) };
  if (options.cmaBytes !== undefined) setAside(now, cmaOf(device), options.cmaBytes, 'normal');
  setDevice(now, device);
  return finish(now, returned(0));
}

/** How it is connected. */
function wiringOf({ platform }: MachineState, device: Device, options: DeviceOptions): Partial<Device> {
  const named = options.backend ?? device.backend;
  const snoops = options.isCoherent ?? (options.backend === undefined ? device.snoops : snoopsBehind(named, device));
  const twins: Partial<Record<BackendName, BackendName>> = snoops ? coherentTwins : incoherentTwins;
  return {
    backend: twins[named] ?? named,
    snoops,
    iommu: options.iommu ?? device.iommu,
    ...(options.isDescribed === undefined ? {} : busOf(platform.busRanges, options.isDescribed)),
  };
}

/** The names of some operations say it. */
function snoopsBehind(backend: BackendName, device: Device): boolean {
  return backend in incoherentTwins || (device.snoops && !(backend in coherentTwins));
}

/** Operations that exist once for devices that snoop and once for those that do not. */
const coherentTwins = { 'direct-noncoherent': 'direct-coherent', 'arm-iommu': 'arm-iommu-coherent' } as const;
const incoherentTwins = { 'direct-coherent': 'direct-noncoherent', 'arm-iommu-coherent': 'arm-iommu' } as const;

function propertiesOf(device: Device, options: DeviceOptions): Partial<Device> {
  const hasMask = options.hasMask ?? device.hasMask;
  return {
    hardwareBits: options.hardwareBits ?? device.hardwareBits,
    missingLine: options.missingLine ?? device.missingLine,
    hasMask,
    coherentMaskBits: hasMask ? device.coherentMaskBits : 0,
    hasParms: options.hasParms ?? device.hasParms,
    restrictedPoolBytes: options.restrictedPoolBytes ?? device.restrictedPoolBytes,
  };
}

/** `dma_set_mask`, `dma_set_coherent_mask`, both, or both after lending the coherent one as the streaming one. */
export function setMask(state: MachineState, op: SetMask): StepResult {
  const now = begin(state);
  if (op.mask === 'coerced') setDevice(now, { ...deviceOf(state, op.device), hasMask: true });
  const isStreaming = op.mask !== 'coherent';
  // The coherent mask follows only where the streaming one was accepted.
  let code = isStreaming ? setStreamingMask(now, op) : 0;
  if (code === 0 && op.mask !== 'streaming') code = setCoherentMask(now, op);
  const device = deviceOf(now.state, op.device);
  setDevice(
    now,
    code === 0 ? { ...device, isMaskSet: true, maskRefusedAt: undefined } : { ...device, maskRefusedAt: state.step },
  );
  return finish(now, returned(code));
}

function setStreamingMask(now: Transition, op: SetMask): number {
  const device = deviceOf(now.state, op.device);
  const maskBits = truncated(now, op.bits);
  if (!device.hasMask || !supports(now, device, maskBits)) return codes.EIO;
  const { sync, syncSg } = backendOf(device);
  const skipsSync = (sync === undefined && syncSg === undefined) || device.snoops;
  setDevice(now, { ...device, maskBits, skipsSync });
  return 0;
}

function setCoherentMask(now: Transition, op: SetMask): number {
  const device = deviceOf(now.state, op.device);
  const coherentMaskBits = truncated(now, op.bits);
  if (!supports(now, device, coherentMaskBits)) return codes.EIO;
  setDevice(now, { ...device, coherentMaskBits });
  return 0;
}

function supports(now: Transition, device: Device, bits: number): boolean {
  return backendOf(device).limits.supportsMask(now.state, device, bits);
}

/** No wider than addresses are. */
function truncated({ state }: Transition, bits: number): number {
  return Math.min(bits, state.platform.dmaAddressBits);
}

export function setMaxSegment(state: MachineState, { device, bytes }: SetMaxSegment): StepResult {
  return setParameter(state, device, { maxSegmentBytes: bytes, isMaxSegmentSet: true });
}

export function setSegmentBoundary(state: MachineState, { device, bytes }: SetSegmentBoundary): StepResult {
  return setParameter(state, device, { segmentBoundaryBytes: bytes });
}

export function setMinAlign(state: MachineState, { device, mask }: SetMinAlign): StepResult {
  return setParameter(state, device, { minAlignMask: mask });
}

/** Without `dev->dma_parms` there is nowhere to put it: the older kernels say so, the newest warns. */
function setParameter(state: MachineState, id: DeviceId, part: Partial<Device>): StepResult {
  const now = begin(state);
  const device = deviceOf(state, id);
  if (device.hasParms) {
    setDevice(now, { ...device, ...part });
    return finish(now, returned(0));
  }
  if (state.platform.profile !== 'k612') return finish(now, returned(codes.EIO));
  raise(now, { id: 'KERNEL_WARN', site: 'no DMA parameters' });
  return finish(now, nothing);
}

export function setOffset(state: MachineState, op: SetOffset): StepResult {
  const now = begin(state);
  const device = deviceOf(state, op.device);
  if (0 < device.ranges.length) return finish(now, returned(codes.EINVAL));
  // No offset is no range at all.
  const isNone = (op.cpuStart as number) === (op.dmaStart as number);
  const range = { cpuStart: op.cpuStart, dmaStart: op.dmaStart, bytes: op.size };
  if (!isNone) setDevice(now, { ...device, ranges: [range] });
  return finish(now, returned(0));
}

export function setDevice(now: Transition, device: Device): void {
  change(now, { devices: now.state.devices.set(device.id, device) });
}
