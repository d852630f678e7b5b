// Contexts, drivers and what happens to them.

import type { Context } from '../state/context.js';
import type { DeviceId } from '../state/ids.js';

export type WorldOp = SetContext | InjectFailure | Bind | ProbeFailed | Unbind;

export interface SetContext {
  readonly kind: 'set-context';
  readonly context: Context;
}

/** Makes the next map or allocation fail, to follow a driver's error path. */
export interface InjectFailure {
  readonly kind: 'inject-failure';
  /** `fd`: a process has no file descriptor left. */
  readonly of: 'map' | 'alloc' | 'fd';
}

/** A driver's probe begins. */
export interface Bind {
  readonly kind: 'bind';
  readonly device: DeviceId;
  readonly driver: string;
}

/** The probe gives up: what is managed is released, and the kernel does not look for the rest. */
export interface ProbeFailed {
  readonly kind: 'probe-failed';
  readonly device: DeviceId;
}

/** The driver is gone; what it left mapped is a leak. */
export interface Unbind {
  readonly kind: 'unbind';
  readonly device: DeviceId;
}
