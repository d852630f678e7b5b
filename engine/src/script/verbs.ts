import type { Verbs } from './verb.js';
import { accessVerbs } from './verbs-access.js';
import { allocationVerbs } from './verbs-allocation.js';
import { contractVerbs } from './verbs-contract.js';
import { iommuVerbs } from './verbs-iommu.js';
import { deviceVerbs } from './verbs-device.js';
import { memoryVerbs } from './verbs-memory.js';
import { poolVerbs } from './verbs-pool.js';
import { sgVerbs } from './verbs-sg.js';
import { dmaBufVerbs, noncontiguousVerbs } from './verbs-sharing.js';
import { streamingVerbs } from './verbs-streaming.js';
import { userVerbs } from './verbs-user.js';
import { gemVerbs, videoVerbs } from './verbs-video.js';
import { worldVerbs } from './verbs-world.js';

/** Every verb of the language. */
export const verbs: Verbs = {
  ...memoryVerbs,
  ...streamingVerbs,
  ...allocationVerbs,
  ...accessVerbs,
  ...userVerbs,
  ...noncontiguousVerbs,
  ...dmaBufVerbs,
  ...videoVerbs,
  ...gemVerbs,
  ...iommuVerbs,
  ...deviceVerbs,
  ...worldVerbs,
  ...poolVerbs,
  ...contractVerbs,
  ...sgVerbs,
};
