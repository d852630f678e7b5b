import { physAddr } from '../address/spaces.js';
import { hasCacheableView } from '../memory/alias.js';
import type { Transition } from '../ops/transition.js';
import { changeLevel, levelsOf, readBelow } from './lookup.js';

/**
 * Remembers what a speculative load between the last invalidate and now could have taken: called
 * before a device write, so the image is the old contents. An image taken earlier stays, because
 * the line may have sat in the cache since then.
 */
export function rememberSpeculation(now: Transition, start: number, end: number): void {
  const { platform } = now.state;
  if (!platform.speculation || !hasCacheableView(now.state, physAddr(start))) return;
  for (const level of levelsOf(platform)) {
    const { copies, dirty, speculated } = now.state[level];
    let images = speculated;
    for (const gap of copies.sections(start, end, undefined)) {
      if (gap.value !== undefined) continue;
      for (const hole of speculated.sections(gap.start, gap.end, undefined)) {
        if (hole.value !== undefined) continue;
        for (const below of readBelow(now.state, level, hole.start, hole.end)) {
          images = images.set(below.start, below.end, below.value);
        }
      }
    }
    changeLevel(now, level, { copies, dirty, speculated: images });
  }
}
