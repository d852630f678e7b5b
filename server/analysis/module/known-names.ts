import { apiByName, constantByName } from '../api/index.js';

/** The analysis has a meaning for these that is none a header could tell, or one that it compares by name. */
export const isKnown = (name: string): boolean =>
  constantByName(name) !== undefined || apiByName(name) !== undefined || meantByName.has(name);

const meantByName = new Set(['DMA_MAPPING_ERROR', 'NULL', 'true', 'false', 'HZ', 'NET_SKB_PAD']);
