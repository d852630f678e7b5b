// What an event is about, and the rest of it, in a few words.

import {
  certaintyOf,
  isContext,
  isFault,
  isHazard,
  isMisuse,
  isOwnership,
  isRelease,
  kernelMessageOf,
} from '../ops/event-traits.js';
import type { MachineEvent } from '../ops/event.js';
import { describeContext, describeFault } from './event-line-fault.js';
import { describeHazard } from './event-line-hazard.js';
import { describeInformation } from './event-line-information.js';
import { describeMisuse, describeOwnership, describeRelease } from './event-line-protocol.js';
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
  if (isContext(event)) return describeContext(event);
  return describeInformation(event, names);
}
