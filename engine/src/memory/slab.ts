import { pageBytes } from '../address/align.js';
import { offsetBy, type PhysAddr } from '../address/spaces.js';
import { change, type Transition } from '../ops/transition.js';
import { takeFrames } from './frames.js';

/** Linux mm/slab_common.c (6.12): the kmalloc caches between the powers of two. */
const extraClasses = [96, 192];
/** Linux include/linux/slab.h (6.12), KMALLOC_MAX_CACHE_SIZE: larger requests get whole pages. */
const largestClassBytes = 2 * pageBytes;
const smallestClassBytes = 8;

/** The size a request is rounded up to; `undefined` when it gets pages. Classes keep the DMA alignment. */
export function kmallocClass(size: number, minAlignBytes: number): number | undefined {
  if (largestClassBytes < size) return undefined;
  let rounded = Math.max(smallestClassBytes, minAlignBytes);
  while (rounded < size) rounded *= 2;
  const between = extraClasses.find((it) => size <= it && it < rounded && it % minAlignBytes === 0);
  return between ?? rounded;
}

/** Objects of one class, ascending within a fresh slab, last freed first. */
export function takeSlabObject(now: Transition, classBytes: number): PhysAddr | undefined {
  const [at, ...rest] = now.state.slab.get(classBytes) ?? [];
  if (at !== undefined) {
    change(now, { slab: now.state.slab.set(classBytes, rest) });
    return at;
  }
  const pages = Math.ceil(classBytes / pageBytes);
  const slab = takeFrames(now, 'normal', pages);
  if (slab === undefined) return undefined;
  const others: PhysAddr[] = [];
  for (let offset = classBytes; offset + classBytes <= pages * pageBytes; offset += classBytes) {
    others.push(offsetBy(slab, offset));
  }
  change(now, { slab: now.state.slab.set(classBytes, others) });
  return slab;
}

export function returnSlabObject(now: Transition, classBytes: number, at: PhysAddr): void {
  change(now, { slab: now.state.slab.set(classBytes, [at, ...(now.state.slab.get(classBytes) ?? [])]) });
}
