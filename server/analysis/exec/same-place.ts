// Whether two names may mean one place, where a path lost what it knew between them.
import { isWithin, isWithinOf, type Region, type RootRegion, rootOf } from '../symbolic/region.js';
import type { ExecContext } from './context.js';

/** How many pointers are followed from one object to the next: `qp->sqp->header_buf` takes one. */
const mostFollowed = 3;

/**
 * Whether `inner` may lie in `outer`. `qp->sqp->header` is what it was, although an unknown function may have changed
 * `qp->sqp` in between; a variable that paths brought different objects in may lead to each of them.
 */
export function mayLieIn(cx: ExecContext, inner: Region, outer: Region): boolean {
  return isWithin(inner, outer) !== 'no' || mayLieInSame(cx, inner, outer, mostFollowed);
}

function mayLieInSame(cx: ExecContext, inner: Region, outer: Region, depth: number): boolean {
  return isWithinOf(inner, outer) !== 'no' && mayBeOne(cx, rootOf(inner), rootOf(outer), depth);
}

function mayBeOne(cx: ExecContext, left: RootRegion, right: RootRegion, depth: number): boolean {
  if (left === right) return true;
  if (depth === 0) return false;
  const places = placesLeadingTo(cx, left);
  const others = placesLeadingTo(cx, right);
  if (places.some((it) => others.some((other) => it === other || mayLieInSame(cx, it, other, depth - 1)))) return true;
  return (
    meantBy(cx, left).some((it) => mayBeOne(cx, it, right, depth - 1)) ||
    meantBy(cx, right).some((it) => mayBeOne(cx, left, it, depth - 1))
  );
}

/** Where the pointer to an object was read from, and where it was put. */
function placesLeadingTo(cx: ExecContext, root: RootRegion): readonly Region[] {
  const from = root.pointer === undefined ? undefined : cx.readFrom.get(root.pointer);
  const put = cx.storedIn.get(root) ?? [];
  return from === undefined ? [...put] : [from, ...put];
}

/** The objects that the paths had which were joined. */
function meantBy(cx: ExecContext, { pointer }: RootRegion): readonly RootRegion[] {
  const values = pointer === undefined ? undefined : cx.joinedFrom.get(pointer);
  return values === undefined ? [] : [...values].map((value) => rootOf(cx.terms.pointee(value)));
}
