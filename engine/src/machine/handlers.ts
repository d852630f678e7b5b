import { allocAttrs } from '../api/alloc-attrs.js';
import { deviceAccess, programAddress } from '../api/device-access.js';
import { addDevice, setMask, setMaxSegment } from '../api/devices.js';
import { freeAttrs } from '../api/free-attrs.js';
import { mapPage, mapResource, mapSingle } from '../api/map-page.js';
import { mapSg, programSg } from '../api/map-sg.js';
import { checkMappingError } from '../api/mapping-error.js';
import { allocateBuffer, freeBuffer, namePart, placeBuffer } from '../api/memory.js';
import { getSgtable, mmapAttrs, munmap } from '../api/mmap.js';
import { allocPages, freePages } from '../api/noncoherent.js';
import { sync, syncSg } from '../api/sync.js';
import { unbind } from '../api/unbind.js';
import { unmapPage } from '../api/unmap-page.js';
import { unmapSg } from '../api/unmap-sg.js';
import { cpuAccess, userAccess } from '../cpu/access.js';
import { barrier } from '../cpu/barrier.js';
import { mmioWrite } from '../cpu/mmio.js';
import type { Handlers } from '../ops/handlers.js';
import type { AccessOp, AllocationOp, MachineOp, MemoryOp, SgOp, StreamingOp, WorldOp } from '../ops/op.js';
import { nothing } from '../ops/step-result.js';

const memory: Handlers<MemoryOp> = {
  'allocate-buffer': allocateBuffer,
  'place-buffer': placeBuffer,
  'free-buffer': freeBuffer,
  'name-part': namePart,
};

const streaming: Handlers<StreamingOp> = {
  'map-single': mapSingle,
  'map-page': mapPage,
  'map-resource': mapResource,
  'unmap-single': unmapPage,
  'unmap-page': unmapPage,
  'unmap-resource': unmapPage,
  'check-mapping-error': checkMappingError,
  'sync-for-cpu': sync,
  'sync-for-device': sync,
};

const sg: Handlers<SgOp> = {
  'map-sg': mapSg,
  'unmap-sg': unmapSg,
  'sync-sg-for-cpu': syncSg,
  'sync-sg-for-device': syncSg,
  'program-sg': programSg,
};

const allocation: Handlers<AllocationOp> = {
  'alloc-attrs': allocAttrs,
  'free-attrs': freeAttrs,
  'alloc-pages': allocPages,
  'free-pages': freePages,
  'mmap-attrs': mmapAttrs,
  munmap,
  'get-sgtable': getSgtable,
};

const access: Handlers<AccessOp> = {
  'cpu-load': cpuAccess,
  'cpu-store': cpuAccess,
  'user-load': userAccess,
  'user-store': userAccess,
  'device-read': deviceAccess,
  'device-write': deviceAccess,
  'program-address': programAddress,
  'mmio-write': mmioWrite,
  barrier,
};

const world: Handlers<WorldOp> = {
  'add-device': addDevice,
  'set-mask': setMask,
  'set-max-segment': setMaxSegment,
  'set-context': (state, op) => ({ state: { ...state, context: op.context }, result: nothing, events: [] }),
  'inject-failure': (state, op) => ({ state: { ...state, injectedFailure: op.of }, result: nothing, events: [] }),
  unbind,
};

/** What each op does. */
export const handlers: Handlers<MachineOp> = { ...memory, ...streaming, ...sg, ...allocation, ...access, ...world };
