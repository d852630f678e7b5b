// Memory that belongs to a device, and the end of dmabounce for one. Source: kernel/dma/coherent.c (6.12),
// arch/arm/common/dmabounce.c (3.10).

import { declarePool, releasePool } from '../backends/coherent-pool.js';
import { changeBounce } from '../memory/bounce.js';
import type { DeclareCoherent, DmabounceRegistration, ReleaseCoherent } from '../ops/op.js';
import { codes, returned, type StepResult } from '../ops/step-result.js';
import { begin, finish, raise } from '../ops/transition.js';
import { unusedDmabounce } from '../state/bounce-state.js';
import type { MachineState } from '../state/machine-state.js';
import { deviceOf } from './devices.js';

export function declareCoherent(state: MachineState, op: DeclareCoherent): StepResult {
  const now = begin(state);
  const device = op.device === undefined ? undefined : deviceOf(state, op.device);
  const { start, address, size } = op;
  return finish(now, returned(declarePool(now, { device, start, address, length: size })));
}

export function releaseCoherent(state: MachineState, op: ReleaseCoherent): StepResult {
  const now = begin(state);
  releasePool(now, op.device);
  return finish(now);
}

export function registerDmabounce(state: MachineState, { kind, device }: DmabounceRegistration): StepResult {
  const now = begin(state);
  if (state.platform.dmabounce.kind === 'off') return finish(now, returned(codes.EINVAL));
  const registered = state.bounce.dmabounce.get(device);
  const isLive = registered !== undefined && registered !== 'unregistered' && 0 < registered.live.size;
  if (kind === 'dmabounce-unregister' && isLive) {
    raise(now, { id: 'KERNEL_BUG', site: 'dmabounce unregistered with live buffers' });
    return finish(now);
  }
  const next = kind === 'dmabounce-unregister' ? 'unregistered' : unusedDmabounce;
  changeBounce(now, { dmabounce: state.bounce.dmabounce.set(device, next) });
  return finish(now, returned(0));
}
