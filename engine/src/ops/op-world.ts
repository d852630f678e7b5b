// Devices, contexts and what happens to them.

import type { Context } from '../state/context.js';
import type { DeviceId } from '../state/ids.js';

export type WorldOp = AddDevice | SetMask | SetMaxSegment | SetContext | InjectFailure | Unbind;

/** Optional: a device that was never added is a platform device with default masks. */
export interface AddDevice {
  readonly kind: 'add-device';
  readonly device: DeviceId;
  readonly bus: 'platform' | 'pci';
}

export interface SetMask {
  readonly kind: 'set-mask';
  readonly device: DeviceId;
  readonly mask: 'streaming' | 'coherent' | 'both';
  readonly bits: number;
}

export interface SetMaxSegment {
  readonly kind: 'set-max-segment';
  readonly device: DeviceId;
  readonly bytes: number;
}

export interface SetContext {
  readonly kind: 'set-context';
  readonly context: Context;
}

/** Makes the next map or allocation fail, to follow a driver's error path. */
export interface InjectFailure {
  readonly kind: 'inject-failure';
  readonly of: 'map' | 'alloc';
}

/** The driver is gone; what it left mapped is a leak. */
export interface Unbind {
  readonly kind: 'unbind';
  readonly device: DeviceId;
}
