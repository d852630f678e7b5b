import { change, finish, begin, type Transition } from '../ops/transition.js';
import type { AddDevice, SetMask, SetMaxSegment } from '../ops/op.js';
import type { StepResult } from '../ops/step-result.js';
import { type Device, plainDevice } from '../state/device.js';
import type { DeviceId } from '../state/ids.js';
import type { MachineState } from '../state/machine-state.js';

/** A device that was never added has every default. */
export function deviceOf(state: MachineState, id: DeviceId): Device {
  return state.devices.get(id) ?? plainDevice(state.platform, id);
}

export function addDevice(state: MachineState, op: AddDevice): StepResult {
  return replaceDevice(state, { ...deviceOf(state, op.device), bus: op.bus });
}

/** No machine here refuses a mask: the narrowest bus reaches all of lowmem. */
export function setMask(state: MachineState, { device, mask, bits }: SetMask): StepResult {
  const old = deviceOf(state, device);
  return replaceDevice(state, {
    ...old,
    maskBits: mask === 'coherent' ? old.maskBits : bits,
    coherentMaskBits: mask === 'streaming' ? old.coherentMaskBits : bits,
  });
}

export function setMaxSegment(state: MachineState, op: SetMaxSegment): StepResult {
  return replaceDevice(state, { ...deviceOf(state, op.device), maxSegmentBytes: op.bytes });
}

function replaceDevice(state: MachineState, device: Device): StepResult {
  const now: Transition = begin(state);
  change(now, { devices: state.devices.set(device.id, device) });
  return finish(now, { kind: 'code', code: 0 });
}
