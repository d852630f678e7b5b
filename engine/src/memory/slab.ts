import { pageBytes } from '../address/align.js';
import { offsetBy, type PhysAddr } from '../address/spaces.js';
import { emptyStack } from '../data/stack.js';
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
  const free = now.state.slab.get(classBytes)?.pop();
  if (free !== undefined) {
    change(now, { slab: now.state.slab.set(classBytes, free.rest) });
    return free.top;
  }
  const pages = Math.ceil(classBytes / pageBytes);
  const slab = takeFrames(now, 'normal', pages);
  if (slab === undefined) return undefined;
  const objects = Math.floor((pages * pageBytes) / classBytes);
  let others = emptyStack<PhysAddr>();
  for (let index = objects - 1; 0 < index; index -= 1) others = others.push(offsetBy(slab, index * classBytes));
  change(now, { slab: now.state.slab.set(classBytes, others) });
  return slab;
}

export function returnSlabObject(now: Transition, classBytes: number, at: PhysAddr): void {
  const free = now.state.slab.get(classBytes) ?? emptyStack<PhysAddr>();
  change(now, { slab: now.state.slab.set(classBytes, free.push(at)) });
}
