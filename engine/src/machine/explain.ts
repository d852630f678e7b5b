import type { MachineEvent } from '../ops/event.js';
import { isContext, isFault, isHazard, isMisuse, isOwnership, isRelease } from '../ops/event-traits.js';
import { explainContext } from './explain-context.js';
import { explainFault } from './explain-fault.js';
import { explainHazard } from './explain-hazard.js';
import { explainInformation } from './explain-information.js';
import { explainMisuse } from './explain-misuse.js';
import { explainOwnership } from './explain-ownership.js';
import { explainRelease } from './explain-release.js';
import { type Names, plainNames } from './names.js';

/** One sentence about an event, from its fields alone. */
export function explain(event: MachineEvent, names: Names = plainNames): string {
  if (isHazard(event)) return explainHazard(event, names);
  if (isFault(event)) return explainFault(event, names);
  if (isOwnership(event)) return explainOwnership(event, names);
  if (isRelease(event)) return explainRelease(event, names);
  if (isMisuse(event)) return explainMisuse(event, names);
  if (isContext(event)) return explainContext(event);
  return explainInformation(event, names);
}
