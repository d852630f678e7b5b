import type { Verbs } from './verb.js';
import { accessVerbs } from './verbs-access.js';
import { allocationVerbs } from './verbs-allocation.js';
import { memoryVerbs } from './verbs-memory.js';
import { streamingVerbs } from './verbs-streaming.js';
import { worldVerbs } from './verbs-world.js';

/** Every verb of the language. */
export const verbs: Verbs = {
  ...memoryVerbs,
  ...streamingVerbs,
  ...allocationVerbs,
  ...accessVerbs,
  ...worldVerbs,
};
