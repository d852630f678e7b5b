import type { Address } from './spaces.js';

/** The half-open range [start, end) inside one address space. */
export interface Range<A extends Address> {
  readonly start: A;
  readonly end: A;
}

/** The range of `length` bytes from `start`. */
export function rangeOf<A extends Address>(start: A, length: number): Range<A> {
  return { start, end: (start + length) as A };
}

export function contains<A extends Address>(range: Range<A>, address: A): boolean {
  return range.start <= address && address < range.end;
}

/** Whether all of `inner` lies in `outer`; an empty `inner` counts where its start lies. */
export function covers<A extends Address>(outer: Range<A>, inner: Range<A>): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}

export function overlaps<A extends Address>(left: Range<A>, right: Range<A>): boolean {
  return left.start < right.end && right.start < left.end;
}

/** The bytes in both, or `undefined` when there are none. */
export function intersect<A extends Address>(left: Range<A>, right: Range<A>): Range<A> | undefined {
  const start = left.start < right.start ? right.start : left.start;
  const end = left.end < right.end ? left.end : right.end;
  return start < end ? { start, end } : undefined;
}
