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
import { assertNever } from '../data/assert-never.js';
import type { MachineOp } from '../ops/op.js';
import { nothing, type StepResult } from '../ops/step-result.js';
import { stepId } from '../state/ids.js';
import type { MachineState } from '../state/machine-state.js';

/** One op: the machine after it, what the call returned, and what it raised. Legal or not, it never throws. */
export function step(state: MachineState, op: MachineOp): StepResult {
  return dispatch({ ...state, step: stepId(state.step + 1) }, op);
}

function dispatch(state: MachineState, op: MachineOp): StepResult {
  switch (op.kind) {
    case 'allocate-buffer':
      return allocateBuffer(state, op);
    case 'place-buffer':
      return placeBuffer(state, op);
    case 'free-buffer':
      return freeBuffer(state, op);
    case 'name-part':
      return namePart(state, op);
    case 'map-single':
      return mapSingle(state, op);
    case 'map-page':
      return mapPage(state, op);
    case 'map-resource':
      return mapResource(state, op);
    case 'unmap-single':
    case 'unmap-page':
    case 'unmap-resource':
      return unmapPage(state, op);
    case 'check-mapping-error':
      return checkMappingError(state, op);
    case 'sync-for-cpu':
    case 'sync-for-device':
      return sync(state, op);
    case 'map-sg':
      return mapSg(state, op);
    case 'unmap-sg':
      return unmapSg(state, op);
    case 'sync-sg-for-cpu':
    case 'sync-sg-for-device':
      return syncSg(state, op);
    case 'program-sg':
      return programSg(state, op);
    case 'alloc-attrs':
      return allocAttrs(state, op);
    case 'free-attrs':
      return freeAttrs(state, op);
    case 'alloc-pages':
      return allocPages(state, op);
    case 'free-pages':
      return freePages(state, op);
    case 'mmap-attrs':
      return mmapAttrs(state, op);
    case 'munmap':
      return munmap(state, op);
    case 'get-sgtable':
      return getSgtable(state, op);
    case 'cpu-load':
    case 'cpu-store':
      return cpuAccess(state, op);
    case 'user-load':
    case 'user-store':
      return userAccess(state, op);
    case 'device-read':
    case 'device-write':
      return deviceAccess(state, op);
    case 'program-address':
      return programAddress(state, op);
    case 'mmio-write':
      return mmioWrite(state, op);
    case 'barrier':
      return barrier(state, op);
    case 'add-device':
      return addDevice(state, op);
    case 'set-mask':
      return setMask(state, op);
    case 'set-max-segment':
      return setMaxSegment(state, op);
    case 'set-context':
      return { state: { ...state, context: op.context }, result: nothing, events: [] };
    case 'inject-failure':
      return { state: { ...state, injectedFailure: op.of }, result: nothing, events: [] };
    case 'unbind':
      return unbind(state, op);
    default:
      return assertNever(op);
  }
}
