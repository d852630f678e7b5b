import { constantByName } from './constants.js';

const names = [
  'DMA_ATTR_WEAK_ORDERING',
  'DMA_ATTR_WRITE_COMBINE',
  'DMA_ATTR_NO_KERNEL_MAPPING',
  'DMA_ATTR_SKIP_CPU_SYNC',
  'DMA_ATTR_FORCE_CONTIGUOUS',
  'DMA_ATTR_ALLOC_SINGLE_PAGES',
  'DMA_ATTR_NO_WARN',
  'DMA_ATTR_PRIVILEGED',
] as const;

/** The word of attributes with these names set. */
export function attributesByName(set: readonly string[]): number {
  return set.reduce((word, name) => word | (constantByName(name) ?? 0), 0);
}

/** The names of the attributes set in a word. */
export function attributeNames(word: number): readonly string[] {
  return names.filter((name) => (word & (constantByName(name) ?? 0)) !== 0);
}
