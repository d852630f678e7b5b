import type { AccessOp } from './op-access.js';
import type { AllocationOp } from './op-allocation.js';
import type { ContractOp } from './op-contract.js';
import type { DeviceOp } from './op-device.js';
import type { IommuOp } from './op-iommu.js';
import type { MemoryOp } from './op-memory.js';
import type { PoolOp } from './op-pool.js';
import type { SgOp } from './op-sg.js';
import type { SharingOp } from './op-sharing.js';
import type { StreamingOp } from './op-streaming.js';
import type { UserOp } from './op-user.js';
import type { WorldOp } from './op-world.js';

/** Everything a machine can be asked. Plain data; addresses come from the results of earlier ops. */
export type MachineOp =
  | MemoryOp
  | StreamingOp
  | SgOp
  | AllocationOp
  | AccessOp
  | UserOp
  | SharingOp
  | DeviceOp
  | WorldOp
  | PoolOp
  | ContractOp
  | IommuOp;

export type * from './op-access.js';
export type * from './op-allocation.js';
export type * from './op-contract.js';
export type * from './op-device.js';
export type * from './op-iommu.js';
export type * from './op-memory.js';
export type * from './op-pool.js';
export type * from './op-sg.js';
export type * from './op-sharing.js';
export type * from './op-streaming.js';
export type * from './op-user.js';
export type * from './op-world.js';
