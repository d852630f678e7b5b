import type { ByteLength, DmaAddr, KernelVa } from '../address/spaces.js';
import { emptyMap, type PersistentMap } from '../data/persistent-map.js';
import type { Stack } from '../data/stack.js';
import type { DeviceId, MapId, PoolId } from './ids.js';
import type { DmaAttr } from './map-record.js';

/** What a driver got for as long as it has its device; Linux drivers/base/devres.c. */
export type ManagedResource =
  | {
      readonly kind: 'coherent';
      readonly allocation: MapId;
      readonly size: ByteLength;
      readonly cpuAddress: KernelVa;
      readonly address: DmaAddr;
      readonly attrs: readonly DmaAttr[];
    }
  | { readonly kind: 'pool'; readonly pool: PoolId };

export interface DriverState {
  /** The driver a device is bound to, by its name. */
  readonly drivers: PersistentMap<DeviceId, string>;
  /** The last one taken on top: it is released first. */
  readonly managed: PersistentMap<DeviceId, Stack<ManagedResource>>;
}

export const noDrivers: DriverState = { drivers: emptyMap(), managed: emptyMap() };
