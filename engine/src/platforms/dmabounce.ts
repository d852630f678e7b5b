import { kibibytes } from './arm32.js';
import { bytes, physAddr } from '../address/spaces.js';
import type { DmabounceConfig } from './platform.js';

/**
 * Pools of a bus whose devices cannot reach memory at or above `limit`. The predicates of the kernel compare the end
 * of a buffer with the limit by `>=`, so one that ends exactly there bounces too.
 */
export function bouncePools(smallBytes: number, limit: number): DmabounceConfig {
  return {
    kind: 'pools',
    smallBytes: bytes(smallBytes),
    largeBytes: kibibytes(4),
    bounceFrom: physAddr(limit - 1),
  };
}
