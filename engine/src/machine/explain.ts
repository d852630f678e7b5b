import type { MachineEvent } from '../ops/event.js';
import {
  isContext,
  isFault,
  isHazard,
  isLimit,
  isMisuse,
  isOwnership,
  isPool,
  isRelease,
  isSharing,
} from '../ops/event-traits.js';
import { explainContext } from './explain-context.js';
import { explainFault } from './explain-fault.js';
import { explainHazard } from './explain-hazard.js';
import { explainInformation } from './explain-information.js';
import { explainLimit } from './explain-limit.js';
import { explainMisuse } from './explain-misuse.js';
import { explainOwnership } from './explain-ownership.js';
import { explainPool } from './explain-pool.js';
import { explainRelease } from './explain-release.js';
import { explainSharing } from './explain-sharing.js';
import { type Names, plainNames } from './names.js';

/** One sentence about an event, from its fields alone. */
export function explain(event: MachineEvent, names: Names = plainNames): string {
  if (isHazard(event)) return explainHazard(event, names);
  if (isFault(event)) return explainFault(event, names);
  if (isOwnership(event)) return explainOwnership(event, names);
  if (isRelease(event)) return explainRelease(event, names);
  if (isMisuse(event)) return explainMisuse(event, names);
  if (isPool(event)) return explainPool(event, names);
  if (isLimit(event)) return explainLimit(event, names);
  if (isContext(event)) return explainContext(event, names);
  if (isSharing(event)) return explainSharing(event, names);
  return explainInformation(event, names);
}
