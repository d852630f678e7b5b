import type { AccessOp } from './op-access.js';
import type { AllocationOp } from './op-allocation.js';
import type { MemoryOp } from './op-memory.js';
import type { SgOp } from './op-sg.js';
import type { StreamingOp } from './op-streaming.js';
import type { WorldOp } from './op-world.js';

/** Everything a machine can be asked. Plain data; addresses come from the results of earlier ops. */
export type MachineOp = MemoryOp | StreamingOp | SgOp | AllocationOp | AccessOp | WorldOp;

export type * from './op-access.js';
export type * from './op-allocation.js';
export type * from './op-memory.js';
export type * from './op-sg.js';
export type * from './op-streaming.js';
export type * from './op-world.js';
