// What a pointer points into, and how two such places lie to each other.
import { constantDifference } from './linear.js';
import type { ConstTerm, Region, RootKind, RootRegion, Term } from './shapes.js';
import type { Verdict } from './verdict.js';

export type { ElementRegion, FieldRegion, Region, RootKind, RootRegion } from './shapes.js';

export function rootOf(region: Region): RootRegion {
  let outer = region;
  while (outer.kind !== 'root') outer = outer.parent;
  return outer;
}

/** The array an element belongs to; any other region may be an array's first element, so it is its own. */
export function arrayOf(region: Region): Region {
  return region.kind === 'element' ? region.parent : region;
}

export interface ArrayPosition {
  /** A region, or the pointer to the first element where that has no region of its own yet. */
  readonly array: Region | Term;
  /** `undefined` for the first element. */
  readonly index: Term | undefined;
}

/** Two pointers with the same array differ by their indices. */
export function positionOf(pointer: Term): ArrayPosition {
  if (pointer.kind !== 'pointer') return { array: pointer, index: undefined };
  const array = arrayOf(pointer.region);
  return { array: array.kind === 'root' ? (array.pointer ?? array) : array, index: indexOf(pointer.region) };
}

/** One step down from the root: a field (none at the root itself) and the element of it, if it is not the first. */
export interface Level {
  readonly field: string | undefined;
  readonly index: Term | undefined;
}

export function levelsOf(region: Region): readonly Level[] {
  const levels: Level[] = [];
  let at = region;
  for (;;) {
    const index = at.kind === 'element' ? at.index : undefined;
    const place = at.kind === 'element' ? at.parent : at;
    if (place.kind === 'root') {
      levels.push({ field: undefined, index });
      return levels.reverse();
    }
    levels.push({ field: place.name, index });
    at = place.parent;
  }
}

/**
 * Whether `inner` lies in `outer`, going by their paths: a region contains its fields and, taken as an array, its
 * elements. Roots are taken to be apart; replace pointers known to be equal (`canonical`) before asking.
 */
export function isWithin(inner: Region, outer: Region): Verdict {
  if (inner === outer) return 'yes';
  return rootOf(inner) === rootOf(outer) ? isWithinOf(inner, outer) : 'no';
}

/** The same, if the roots of both are one. */
export function isWithinOf(inner: Region, outer: Region): Verdict {
  const innerLevels = levelsOf(inner);
  const outerLevels = levelsOf(outer);
  if (innerLevels.length < outerLevels.length) return 'no';
  let verdict: Verdict = 'yes';
  for (const [depth, level] of outerLevels.entries()) {
    const other = innerLevels[depth];
    if (other === undefined || other.field !== level.field) return 'no';
    const isWholeArray = depth === outerLevels.length - 1 && level.index === undefined;
    const same = isWholeArray ? 'yes' : sameIndex(other.index, level.index);
    if (same === 'no') return 'no';
    if (same === 'unknown') verdict = 'unknown';
  }
  return verdict;
}

/** `undefined` stands for the first element. */
export function sameIndex(left: Term | undefined, right: Term | undefined): Verdict {
  if (left === right) return 'yes';
  const apart = constantDifference(left ?? first, right ?? first);
  if (apart === undefined) return 'unknown';
  return apart === 0 ? 'yes' : 'no';
}

// Its id is compared with nothing: constants never become parts of a sum.
const first: ConstTerm = { kind: 'const', id: -1, value: 0 };

/** Roots with storage of their own: their addresses differ from each other and are never 0. */
const separateKinds: ReadonlySet<RootKind> = new Set<RootKind>([
  'stack',
  'global',
  'constant',
  'heap',
  'pages',
  'vmalloc',
  'coherent',
]);

export const isSeparate = (root: RootRegion): boolean => separateKinds.has(root.rootKind);

/** Whether the addresses of two regions differ on every run. Siblings may be members of a union, so they may not. */
export function haveDistinctAddresses(left: Region, right: Region): boolean {
  const leftRoot = rootOf(left);
  const rightRoot = rootOf(right);
  if (leftRoot !== rightRoot) return isSeparate(leftRoot) && isSeparate(rightRoot);
  return arrayOf(left) === arrayOf(right) && sameIndex(indexOf(left), indexOf(right)) === 'no';
}

export const indexOf = (region: Region): Term | undefined => (region.kind === 'element' ? region.index : undefined);
