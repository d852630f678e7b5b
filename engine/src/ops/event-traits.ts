import type { Certainty, Printed } from './event-base.js';
import type { ContextEvent } from './event-context.js';
import type { FaultEvent, IommuFault } from './event-fault.js';
import type { HazardEvent } from './event-hazard.js';
import type { LimitEvent } from './event-limit.js';
import type { InformationEvent } from './event-information.js';
import type { PoolEvent } from './event-pool.js';
import type { LeakEvent, MisuseEvent, OwnershipEvent, ProtocolEvent, ReleaseEvent, SgEvent } from './event-protocol.js';
import type { SharingEvent } from './event-sharing.js';
import type { EventId, MachineEvent } from './event.js';

export type Severity = 'info' | 'warning' | 'error' | 'fatal';

/** `information` says what happened; everything else says what is wrong. */
export type EventFamily = 'hazard' | 'fault' | 'protocol' | 'context' | 'sharing' | 'information';

/** One severity for each event of a family, so that the tables below also say who belongs where. */
type Severities<Event extends MachineEvent> = Readonly<Record<Event['id'], Severity>>;

const hazards = {
  STALE_CPU_READ: 'error',
  STALE_DEVICE_READ: 'error',
  DIRTY_OVER_DEVICE_WRITE: 'error',
  PARTIAL_LINE_OVERWRITE: 'error',
  CACHELINE_SHARED: 'warning',
  CPU_WRITE_DISCARDED: 'error',
  // The kernel leaves such aliases itself, for every remapped allocation.
  ATTRIBUTE_ALIAS_MAPPING: 'info',
  ATTRIBUTE_ALIAS_ACCESS: 'warning',
  VIPT_COLOUR_ALIAS: 'info',
  ALIAS_LOST_WRITE: 'error',
  COHERENCE_INDEX_INCONGRUENT: 'error',
  UNDEFINED_READ: 'warning',
  UNINITIALISED_TO_DEVICE: 'info',
  MISSING_BARRIER: 'error',
  READ_ORDERING: 'warning',
} as const satisfies Severities<HazardEvent>;

const faults = {
  TRANSLATION_FAULT: 'error',
  PERMISSION_FAULT: 'error',
  ACCESS_FLAG_FAULT: 'error',
  MULTI_HIT: 'error',
  WALK_FAULT: 'error',
  SECURITY_FAULT: 'error',
  NO_FAULT_BUT_WRONG: 'warning',
  MEMORY_CORRUPTION: 'error',
  MASK_OVERFLOW: 'error',
  UNMAP_LARGER: 'error',
  DOMAIN_FREED_ATTACHED: 'error',
  DMA_TO_FREED_PAGE: 'error',
  IOTLB_STALE_ACCESS: 'error',
  USER_MAPPING_OF_FREED_PAGE: 'error',
  USE_AFTER_FREE_VISIBLE: 'error',
  CPU_TRANSLATION_FAULT: 'error',
  CPU_PERMISSION_FAULT: 'error',
  KERNEL_PANIC: 'fatal',
  KERNEL_BUG: 'fatal',
  KERNEL_WARN: 'warning',
} as const satisfies Severities<FaultEvent>;

const ownership = {
  CPU_ACCESS_DEVICE_OWNED: 'error',
  DEVICE_ACCESS_CPU_OWNED: 'error',
  MISSING_SYNC_FOR_CPU: 'error',
  MISSING_SYNC_FOR_DEVICE: 'error',
  SYNC_RANGE_PARTIAL: 'error',
} as const satisfies Severities<OwnershipEvent>;

const releases = {
  DOUBLE_UNMAP: 'error',
  UNMAP_NOT_MAPPED: 'error',
  FREE_NOT_ALLOCATED: 'error',
  UNMAP_INVALID_ADDRESS: 'error',
  SIZE_MISMATCH: 'error',
  DIRECTION_MISMATCH: 'error',
  FUNCTION_MISMATCH: 'error',
  CPU_ADDRESS_MISMATCH: 'error',
  DEVICE_MISMATCH: 'error',
  DEVRES_DOUBLE_FREE: 'error',
  LEAK_MAPPING: 'error',
  LEAK_ALLOCATION: 'error',
} as const satisfies Severities<ReleaseEvent | LeakEvent>;

const misuses = {
  SG_WRONG_COUNT: 'error',
  SG_LEN_CONFUSION: 'error',
  SG_SEGMENT_TOO_LONG: 'warning',
  SG_BOUNDARY: 'warning',
  MAP_ERROR_UNCHECKED: 'warning',
  MAP_ERROR_USED: 'error',
  ALLOC_NULL_UNCHECKED: 'error',
  BAD_MEMORY_STACK: 'error',
  BAD_MEMORY_VMALLOC: 'error',
  BAD_MEMORY_TEXT: 'error',
  BAD_MEMORY_INVALID: 'error',
  BAD_MEMORY_USER: 'error',
  BAD_MEMORY_IOMEM: 'error',
  BAD_MEMORY_COOKIE: 'error',
  COHERENT_STREAMED: 'error',
  OVERLAPPING_MAPPINGS: 'warning',
  SYNC_NOT_FOUND: 'error',
  SYNC_OUTSIDE: 'error',
  SYNC_DIRECTION: 'error',
  HANDLE_ARITHMETIC: 'error',
  DMA_WRONG_DEVICE: 'error',
  ATTR_MISMATCH: 'error',
  COOKIE_DEREF: 'error',
  UNKNOWN_ATTR: 'warning',
  WRONG_ERROR_CHECK: 'error',
  UNPORTABLE_COOKIE: 'info',
  ZERO_SIZE: 'warning',
  SKIP_SYNC_UNBALANCED: 'error',
} as const satisfies Severities<SgEvent | MisuseEvent>;

const pools = {
  POOL_CORRUPTION: 'error',
  POOL_BUSY: 'error',
  POOL_WRONG_FREE: 'error',
  LEAK_POOL: 'error',
} as const satisfies Severities<PoolEvent>;

const limits = {
  MASK_NOT_SET: 'info',
  MASK_FAILED_UNCHECKED: 'error',
  MAX_SEG_UNSET: 'warning',
  MAX_MAPPING_EXCEEDED: 'error',
} as const satisfies Severities<LimitEvent>;

const contexts = {
  SLEEP_IN_ATOMIC: 'error',
  FREE_IRQS_DISABLED: 'warning',
  RESV_LOCK_REQUIRED: 'error',
  RESV_LOCK_HELD: 'error',
  MMAP_LOCK_REQUIRED: 'error',
  ATOMIC_POOL_EXHAUSTED: 'warning',
  CMA_EXHAUSTED: 'warning',
  VMALLOC_EXHAUSTED: 'warning',
  IOVA_EXHAUSTED: 'warning',
  SWIOTLB_FULL: 'warning',
} as const satisfies Severities<ContextEvent>;

const sharing = {
  IMPORTER_USED_PAGES: 'error',
  IMPORTER_REMAPPED: 'error',
  IMPORTER_FREED_TABLE: 'error',
  CPU_ACCESS_UNBRACKETED: 'error',
  BRACKET_UNBALANCED: 'error',
  BRACKET_DIRECTION: 'warning',
  MAP_ATTACHMENT_DIRECTION: 'error',
  USE_AFTER_MOVE: 'error',
  DMABUF_RELEASED_ATTACHED: 'error',
  LEAK_ATTACHMENT: 'error',
  FD_LEAK: 'error',
  VB2_STATE: 'error',
  VB2_BUFFER_TOUCHED_WHILE_QUEUED: 'error',
  // The queue refuses such memory, and the caller is told.
  VB2_USERPTR_UNALIGNED: 'warning',
  VB2_NOT_CONTIGUOUS: 'warning',
  SGTABLE_WITHOUT_PAGES: 'error',
  MMAP_OFFSET_NOT_RESET: 'error',
  VMA_OUTLIVES_BUFFER: 'error',
} as const satisfies Severities<SharingEvent>;

const information = {
  MAPPED: 'info',
  UNMAPPED: 'info',
  SYNCED: 'info',
  ALLOCATED: 'info',
  FREED: 'info',
  CACHE_OP: 'info',
  TABLE_WRITE: 'info',
  IOTLB_FILL: 'info',
  IOTLB_INVALIDATE: 'info',
  BARRIER: 'info',
  USER_MAPPED: 'info',
  BOUNCE_COPY: 'info',
  QUIRK: 'info',
  DEBUG_POOL_GROWN: 'info',
} as const satisfies Severities<InformationEvent>;

export function isHazard(event: MachineEvent): event is HazardEvent {
  return event.id in hazards;
}

export function isFault(event: MachineEvent): event is FaultEvent {
  return event.id in faults;
}

export function isIommuFault(event: MachineEvent): event is IommuFault {
  return 'reportedTo' in event;
}

export function isOwnership(event: MachineEvent): event is OwnershipEvent {
  return event.id in ownership;
}

export function isRelease(event: MachineEvent): event is ReleaseEvent | LeakEvent {
  return event.id in releases;
}

export function isMisuse(event: MachineEvent): event is SgEvent | MisuseEvent {
  return event.id in misuses;
}

export function isPool(event: MachineEvent): event is PoolEvent {
  return event.id in pools;
}

export function isLimit(event: MachineEvent): event is LimitEvent {
  return event.id in limits;
}

export function isProtocol(event: MachineEvent): event is ProtocolEvent {
  return isOwnership(event) || isRelease(event) || isMisuse(event) || isPool(event) || isLimit(event);
}

export function isContext(event: MachineEvent): event is ContextEvent {
  return event.id in contexts;
}

export function isSharing(event: MachineEvent): event is SharingEvent {
  return event.id in sharing;
}

export function familyOf(event: MachineEvent): EventFamily {
  if (isHazard(event)) return 'hazard';
  if (isFault(event)) return 'fault';
  if (isProtocol(event)) return 'protocol';
  if (isSharing(event)) return 'sharing';
  return isContext(event) ? 'context' : 'information';
}

const severities: Readonly<Record<EventId, Severity>> = {
  ...hazards,
  ...faults,
  ...ownership,
  ...releases,
  ...misuses,
  ...pools,
  ...limits,
  ...contexts,
  ...sharing,
  ...information,
};

/** Every event a machine can state, family by family. */
export const eventIds: readonly EventId[] = Object.keys(severities) as EventId[];

export function severityOf(event: MachineEvent): Severity {
  if (event.id === 'CPU_ACCESS_DEVICE_OWNED' && event.isHarmless) return 'info';
  if (event.id === 'MISSING_BARRIER' && event.ordering === 'dma-wmb only') return 'info';
  if (event.id === 'SLEEP_IN_ATOMIC' && event.isQuirk) return 'info';
  return severities[event.id];
}

/** Whether the event is certain; what carries no certainty simply happened. */
export function certaintyOf(event: MachineEvent): Certainty {
  return 'certainty' in event ? event.certainty : 'must';
}

/** What dma-debug prints at this point. */
export function kernelMessageOf(event: MachineEvent): Printed {
  return 'kernelMessage' in event ? event.kernelMessage : 'none';
}

/** Whether a fully coherent machine without IOMMU would not show it; a broken contract is broken everywhere. */
export function isPlatformDependent(event: MachineEvent): boolean {
  return isHazard(event) || isIommuFault(event) || event.id === 'IOTLB_STALE_ACCESS';
}
