import type { Handlers } from '../ops/handlers.js';
import type { MachineOp } from '../ops/op.js';
import { accessHandlers } from './handlers-access.js';
import { dmaHandlers } from './handlers-dma.js';
import { sharingHandlers } from './handlers-sharing.js';
import { worldHandlers } from './handlers-world.js';

/** What each op does. */
export const handlers: Handlers<MachineOp> = {
  ...dmaHandlers,
  ...accessHandlers,
  ...sharingHandlers,
  ...worldHandlers,
};
