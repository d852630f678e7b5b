// Devices, their IOMMUs, and what happens to them.

import { attachArmMapping, createArmMapping, detachArmMapping, releaseArmMapping } from '../api/arm-mappings.js';
import { declareCoherent, registerDmabounce, releaseCoherent } from '../api/coherent-pools.js';
import { addDevice, setMask, setMaxSegment, setMinAlign, setOffset, setSegmentBoundary } from '../api/devices.js';
import {
  addPort,
  allocDomain,
  attachDomain,
  detachDomain,
  distrust,
  flushQueueNow,
  freeIommuDomain,
  registerIommu,
  secureMemory,
  setFaultHandler,
  shareGroup,
} from '../api/iommu-domains.js';
import { iommuMap, iommuMapSg, iommuUnmap, iovaToPhys, overwriteWord, syncIotlb } from '../api/iommu-maps.js';
import { askLimit } from '../api/limits.js';
import { bind, probeFailed, unbind } from '../api/unbind.js';
import type { Handlers } from '../ops/handlers.js';
import type { DeviceOp, IommuOp, WorldOp } from '../ops/op.js';
import { nothing } from '../ops/step-result.js';

const iommu: Handlers<IommuOp> = {
  'iommu-register': registerIommu,
  'iommu-add-port': addPort,
  'iommu-share-group': shareGroup,
  'iommu-distrust': distrust,
  'iommu-domain-alloc': allocDomain,
  'iommu-domain-free': freeIommuDomain,
  'iommu-attach': attachDomain,
  'iommu-detach': detachDomain,
  'iommu-map': iommuMap,
  'iommu-map-sg': iommuMapSg,
  'iommu-unmap': iommuUnmap,
  'iommu-unmap-fast': iommuUnmap,
  'iommu-iotlb-sync': syncIotlb,
  'iommu-iova-to-phys': iovaToPhys,
  'iommu-set-fault-handler': setFaultHandler,
  'iommu-flush-queue': flushQueueNow,
  'secure-memory': secureMemory,
  'overwrite-table-word': overwriteWord,
  'arm-iommu-create-mapping': createArmMapping,
  'arm-iommu-attach': attachArmMapping,
  'arm-iommu-detach': detachArmMapping,
  'arm-iommu-release-mapping': releaseArmMapping,
};

const device: Handlers<DeviceOp> = {
  'add-device': addDevice,
  'set-mask': setMask,
  'set-max-segment': setMaxSegment,
  'set-segment-boundary': setSegmentBoundary,
  'set-min-align': setMinAlign,
  'set-offset': setOffset,
  'declare-coherent': declareCoherent,
  'release-coherent': releaseCoherent,
  'dmabounce-register': registerDmabounce,
  'dmabounce-unregister': registerDmabounce,
  'ask-limit': askLimit,
};

const world: Handlers<WorldOp> = {
  'set-context': (state, op) => ({ state: { ...state, context: op.context }, result: nothing, events: [] }),
  'inject-failure': (state, op) => ({ state: { ...state, injectedFailure: op.of }, result: nothing, events: [] }),
  bind,
  'probe-failed': probeFailed,
  unbind,
};

export const worldHandlers: Handlers<IommuOp | DeviceOp | WorldOp> = { ...iommu, ...device, ...world };
