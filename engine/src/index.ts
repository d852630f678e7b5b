export type { Brand } from './address/brand.js';
export {
  alignDown,
  alignUp,
  isAligned,
  pageBytes,
  pageCount,
} from './address/align.js';
export type { Range } from './address/range.js';
export {
  type Address,
  type ByteLength,
  bytes,
  type DmaAddr,
  dmaAddr,
  hexAddress,
  type Iova,
  iova,
  type KernelVa,
  kernelVa,
  offsetBy,
  type PhysAddr,
  physAddr,
  type UserVa,
  userVa,
} from './address/spaces.js';
export { sizeText } from './address/size-text.js';
export { assertNever } from './data/assert-never.js';
export { emptyIntervals, IntervalMap, type Slice } from './data/interval-map.js';
export { invariant } from './data/invariant.js';
export { emptyMap, PersistentMap } from './data/persistent-map.js';
export { hexWord } from './iommu/formats/word.js';
export { boot } from './machine/boot.js';
export { digest } from './machine/digest.js';
export { type LoggedEvent, printEventLog } from './machine/event-log.js';
export { explain } from './machine/explain.js';
export { kernelLogOf } from './machine/kernel-log.js';
export { debugChecks, meaningOf } from './machine/kernel-message.js';
export { type Names, plainNames } from './machine/names.js';
export { type Frame, type OpSource, play } from './machine/play.js';
export { type ResourcesInUse, resourcesInUse } from './machine/resources.js';
export { step } from './machine/step.js';
export {
  type IommuView,
  type KernelMappingView,
  type MappingView,
  mappingsOf,
  type PieceView,
  viewMapping,
} from './machine/view.js';
export { dmaMappingError } from './memory/dma-address.js';
export { physToKernel } from './memory/linear-map.js';
export { dataPage, dmaPgprot, linuxWord, type PageProtection, smallPageWord } from './memory/pgprot.js';
export { vmallocUsed } from './memory/vmalloc.js';
export type { ByteRange, Certainty, DebugCheck, Printed } from './ops/event-base.js';
export type { ContextEvent } from './ops/event-context.js';
export type { FaultEvent, IommuFault, KernelSite } from './ops/event-fault.js';
export type { HazardEvent, Neighbor } from './ops/event-hazard.js';
export type { InformationEvent } from './ops/event-information.js';
export type { LimitEvent } from './ops/event-limit.js';
export type { SharingEvent } from './ops/event-sharing.js';
export type { BadMemoryId, ProtocolEvent } from './ops/event-protocol.js';
export {
  certaintyOf,
  type EventFamily,
  eventIds,
  familyOf,
  isHazard,
  isPlatformDependent,
  isProtocol,
  kernelMessageOf,
  type Severity,
  severityOf,
} from './ops/event-traits.js';
export type { EventId, MachineEvent } from './ops/event.js';
export type * from './ops/op.js';
export type { OpResult, StepResult } from './ops/step-result.js';
export { checkPlatform } from './platforms/check.js';
export { defaultPlatform, findPlatform, platforms } from './platforms/index.js';
export { nearestName } from './platforms/nearest.js';
export type {
  BackendName,
  CachePolicy,
  IommuInstance,
  Platform,
} from './platforms/platform.js';
export { type PlayedScript, playScript } from './script/play-script.js';
export type { Profile } from './platforms/profile.js';
export { type SwitchName, switches } from './platforms/switches.js';
export { switchNames, type VariationProblem, type VariedPlatform, vary } from './platforms/variation.js';
export { type QuirkId, quirkIds, quirks, quirksOf } from './platforms/quirks.js';
export { type Context, processContext } from './state/context.js';
export type { MemoryType } from './state/cpu-map.js';
export {
  type DeviceId,
  deviceId,
  type MapId,
  mapId,
  type ObjectId,
  objectId,
  type PoolId,
  type StepId,
  stepId,
} from './state/ids.js';
export { blockedDomain, type DomainId, type FaultHandler, identityDomain } from './state/iommu-state.js';
export type { MachineState } from './state/machine-state.js';
export type {
  CoherentAllocation,
  Direction,
  DmaAttr,
  MapRecord,
  NoncoherentAllocation,
  Owner,
  SgMapping,
  StreamingMapping,
} from './state/map-record.js';
export type { MemoryObject, PhysRun, Region } from './state/memory-object.js';
export type { WriteRef } from './state/write-ref.js';
