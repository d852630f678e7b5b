// What an event is about, and the rest of it, in a few words.

import {
  certaintyOf,
  isContext,
  isFault,
  isHazard,
  isMisuse,
  isOwnership,
  isLimit,
  isPool,
  isRelease,
  isSharing,
  kernelMessageOf,
} from '../ops/event-traits.js';
import type { MachineEvent } from '../ops/event.js';
import { describeContext, describeFault } from './event-line-fault.js';
import { describeHazard } from './event-line-hazard.js';
import { describeInformation } from './event-line-information.js';
import { describeLimit } from './event-line-limit.js';
import { describePool } from './event-line-pool.js';
import { describeMisuse, describeOwnership, describeRelease } from './event-line-protocol.js';
import { describeSharing } from './event-line-sharing.js';
import type { EventLine } from './event-text.js';
import type { Names } from './names.js';

export function describeEvent(event: MachineEvent, names: Names): EventLine {
  const { subject, details } = describe(event, names);
  const certainty = 'certainty' in event ? [certaintyOf(event)] : [];
  const printed = kernelMessageOf(event);
  const kernel = printed === 'none' ? [] : [printed];
  return { subject, details: [...certainty, details, ...kernel].filter((part) => part !== '').join(', ') };
}

function describe(event: MachineEvent, names: Names): EventLine {
  if (isHazard(event)) return describeHazard(event, names);
  if (isFault(event)) return describeFault(event, names);
  if (isOwnership(event)) return describeOwnership(event, names);
  if (isRelease(event)) return describeRelease(event, names);
  if (isMisuse(event)) return describeMisuse(event, names);
  if (isPool(event)) return describePool(event);
  if (isLimit(event)) return describeLimit(event);
  if (isContext(event)) return describeContext(event, names);
  if (isSharing(event)) return describeSharing(event, names);
  return describeInformation(event, names);
}
