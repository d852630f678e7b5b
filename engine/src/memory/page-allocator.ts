// Frames by order, always in the same order. A deterministic stand-in for the buddy allocator: last
// freed first, otherwise the lowest address never used. Freed neighbors are not joined again.

import { alignUp, isAligned, orderOf, pageBytes } from '../address/align.js';
import { offsetBy, type PhysAddr } from '../address/spaces.js';
import { emptyStack } from '../data/stack.js';
import type { ZoneState } from '../state/allocator-state.js';

/** Linux include/linux/mmzone.h (6.12), MAX_PAGE_ORDER: blocks of 4 MiB; 2.6.39 and 3.10 have the same limit. */
export const largestOrder = 10;

export interface TakenFrames {
  readonly zone: ZoneState;
  readonly at: PhysAddr;
}

/** Takes `pages` adjacent frames, aligned to the power of two that holds them; the excess goes back. */
export function takePages(zone: ZoneState, pages: number): TakenFrames | undefined {
  const order = orderOf(pages * pageBytes);
  if (largestOrder < order) return undefined;
  const taken = takeFreed(zone, order) ?? takeFresh(zone, order);
  if (taken === undefined) return undefined;
  const excess = 2 ** order - pages;
  return { at: taken.at, zone: putPages(taken.zone, offsetBy(taken.at, pages * pageBytes), excess) };
}

/** Gives frames back, cut into the largest aligned blocks. */
export function putPages(zone: ZoneState, at: PhysAddr, pages: number): ZoneState {
  const blocks: { readonly at: PhysAddr; readonly order: number }[] = [];
  let left = pages;
  for (let start = at; 0 < left; ) {
    let order = 0;
    while (order < largestOrder && 2 ** (order + 1) <= left && isAligned(start, pageBytes * 2 ** (order + 1)))
      order += 1;
    blocks.push({ at: start, order });
    left -= 2 ** order;
    start = offsetBy(start, pageBytes * 2 ** order);
  }
  // From the top, so that the lowest address is the next one handed out.
  let free = zone.free;
  for (const block of blocks.reverse()) {
    free = free.set(block.order, (free.get(block.order) ?? emptyStack<PhysAddr>()).push(block.at));
  }
  return { ...zone, free };
}

function takeFreed(zone: ZoneState, order: number): TakenFrames | undefined {
  for (let from = order; from <= largestOrder; from += 1) {
    const block = zone.free.get(from)?.pop();
    if (block === undefined) continue;
    const { top: at, rest } = block;
    const left = { ...zone, free: zone.free.set(from, rest) };
    const upper = offsetBy(at, pageBytes * 2 ** order);
    return { at, zone: putPages(left, upper, 2 ** from - 2 ** order) };
  }
  return undefined;
}

function takeFresh(zone: ZoneState, order: number): TakenFrames | undefined {
  const blockBytes = pageBytes * 2 ** order;
  const at = alignUp(zone.next, blockBytes);
  const next = offsetBy(at, blockBytes);
  if (zone.end < next) return undefined;
  return { at, zone: putPages({ ...zone, next }, zone.next, (at - zone.next) / pageBytes) };
}
