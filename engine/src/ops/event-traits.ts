import type { Certainty, Printed } from './event-base.js';
import type { ContextEvent } from './event-context.js';
import type { FaultEvent } from './event-fault.js';
import type { HazardEvent } from './event-hazard.js';
import type { InformationEvent } from './event-information.js';
import type { MisuseEvent, OwnershipEvent, ProtocolEvent, ReleaseEvent, SgEvent } from './event-protocol.js';
import type { EventId, MachineEvent } from './event.js';

export type Severity = 'info' | 'warning' | 'error' | 'fatal';

/** `information` says what happened; everything else says what is wrong. */
export type EventFamily = 'hazard' | 'fault' | 'protocol' | 'context' | 'information';

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
  UNDEFINED_READ: 'warning',
  UNINITIALISED_TO_DEVICE: 'info',
  MISSING_BARRIER: 'error',
} as const satisfies Severities<HazardEvent>;

const faults = {
  TRANSLATION_FAULT: 'error',
  PERMISSION_FAULT: 'error',
  NO_FAULT_BUT_WRONG: 'warning',
  MEMORY_CORRUPTION: 'error',
  DMA_TO_FREED_PAGE: 'error',
  IOTLB_STALE_ACCESS: 'error',
  USER_MAPPING_OF_FREED_PAGE: 'error',
  USE_AFTER_FREE_VISIBLE: 'error',
  CPU_TRANSLATION_FAULT: 'error',
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
  LEAK_MAPPING: 'error',
  LEAK_ALLOCATION: 'error',
} as const satisfies Severities<ReleaseEvent>;

const misuses = {
  SG_WRONG_COUNT: 'error',
  SG_LEN_CONFUSION: 'error',
  SG_SEGMENT_TOO_LONG: 'warning',
  MAP_ERROR_UNCHECKED: 'warning',
  MAP_ERROR_USED: 'error',
  ALLOC_NULL_UNCHECKED: 'error',
  BAD_MEMORY_STACK: 'error',
  BAD_MEMORY_VMALLOC: 'error',
  BAD_MEMORY_TEXT: 'error',
  BAD_MEMORY_INVALID: 'error',
  BAD_MEMORY_USER: 'error',
  BAD_MEMORY_COOKIE: 'error',
  COHERENT_STREAMED: 'error',
  OVERLAPPING_MAPPINGS: 'warning',
  SYNC_NOT_FOUND: 'error',
  SYNC_DIRECTION: 'error',
  HANDLE_ARITHMETIC: 'error',
  DMA_WRONG_DEVICE: 'error',
  ATTR_MISMATCH: 'error',
  COOKIE_DEREF: 'error',
  UNPORTABLE_COOKIE: 'info',
  ZERO_SIZE: 'warning',
  SKIP_SYNC_UNBALANCED: 'error',
} as const satisfies Severities<SgEvent | MisuseEvent>;

const contexts = {
  SLEEP_IN_ATOMIC: 'error',
  FREE_IRQS_DISABLED: 'warning',
  ATOMIC_POOL_EXHAUSTED: 'warning',
  CMA_EXHAUSTED: 'warning',
  VMALLOC_EXHAUSTED: 'warning',
  IOVA_EXHAUSTED: 'warning',
} as const satisfies Severities<ContextEvent>;

export function isHazard(event: MachineEvent): event is HazardEvent {
  return event.id in hazards;
}

export function isFault(event: MachineEvent): event is FaultEvent {
  return event.id in faults;
}

export function isOwnership(event: MachineEvent): event is OwnershipEvent {
  return event.id in ownership;
}

export function isRelease(event: MachineEvent): event is ReleaseEvent {
  return event.id in releases;
}

export function isMisuse(event: MachineEvent): event is SgEvent | MisuseEvent {
  return event.id in misuses;
}

export function isProtocol(event: MachineEvent): event is ProtocolEvent {
  return isOwnership(event) || isRelease(event) || isMisuse(event);
}

export function isContext(event: MachineEvent): event is ContextEvent {
  return event.id in contexts;
}

export function isInformation(event: MachineEvent): event is InformationEvent {
  return familyOf(event) === 'information';
}

export function familyOf(event: MachineEvent): EventFamily {
  if (isHazard(event)) return 'hazard';
  if (isFault(event)) return 'fault';
  if (isProtocol(event)) return 'protocol';
  return isContext(event) ? 'context' : 'information';
}

const severities: Readonly<Partial<Record<EventId, Severity>>> = {
  ...hazards,
  ...faults,
  ...ownership,
  ...releases,
  ...misuses,
  ...contexts,
};

export function severityOf(event: MachineEvent): Severity {
  if (event.id === 'CPU_ACCESS_DEVICE_OWNED' && event.isHarmless) return 'info';
  if (event.id === 'MISSING_BARRIER' && event.ordering === 'dma-wmb only') return 'info';
  if (event.id === 'SLEEP_IN_ATOMIC' && event.isQuirk) return 'info';
  return severities[event.id] ?? 'info';
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
  const { id } = event;
  return isHazard(event) || id === 'TRANSLATION_FAULT' || id === 'PERMISSION_FAULT' || id === 'IOTLB_STALE_ACCESS';
}
