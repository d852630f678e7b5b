import type { ContextEvent } from './event-context.js';
import type { FaultEvent } from './event-fault.js';
import type { HazardEvent } from './event-hazard.js';
import type { InformationEvent } from './event-information.js';
import type { ProtocolEvent } from './event-protocol.js';
import type { SharingEvent } from './event-sharing.js';

/**
 * Everything a machine can state; docs/engine.md, "Events", tells the families. Fields only: the sentence is made by
 * `machine/explain.ts`. An event is part of its step, so it repeats no step.
 */
export type MachineEvent = HazardEvent | FaultEvent | ProtocolEvent | ContextEvent | SharingEvent | InformationEvent;

export type EventId = MachineEvent['id'];
