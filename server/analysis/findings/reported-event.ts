import type { ContractEvent } from '../contract/event.js';
import type { WrittenEvent } from '../written/event.js';

/** What a rule may listen to. Replay hazards join here when a rule about consequences needs them. */
export type ReportedEvent = ContractEvent | WrittenEvent;
