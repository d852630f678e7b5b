// Values that can be compared outside of the path, the function and the file that computed them.
import type { Verdict } from '../symbolic/verdict.js';

/** A number and multiples of things two functions can both name: `4 * sizeof(struct desc) + ring.len`. */
export interface PlainValue {
  readonly constant: number;
  /** In the order of their names, none twice, no coefficient 0. */
  readonly parts: readonly PlainPart[];
}

export interface PlainPart {
  readonly coefficient: number;
  readonly atom: PlainAtom;
}

export interface PlainAtom {
  /** Equal names are the same thing; `kind` and `field` follow from it. */
  readonly name: string;
  readonly kind: /** A named number of a header nobody read. */
    | 'constant'
    | 'size-of-type'
    | 'field'
    /** The address of a field or a variable. */
    | 'address'
    /** What one call returned. */
    | 'result'
    /** An operation on other values. */
    | 'computed';
  /** The key of the field that is read, or whose address it is. */
  readonly field: string | undefined;
  /** The fields it was computed from that lie in another object than the one whose field the value is about. */
  readonly foreign: readonly string[];
}

export const plainNumber = (constant: number): PlainValue => ({ constant, parts: [] });
export const plainAtom = (atom: PlainAtom): PlainValue => ({ constant: 0, parts: [{ coefficient: 1, atom }] });

export function numberOf(value: PlainValue | undefined): number | undefined {
  return value?.parts.length === 0 ? value.constant : undefined;
}

/** The atom a value is, where it is nothing else. */
export function atomOf(value: PlainValue | undefined): PlainAtom | undefined {
  const [part, other] = value?.parts ?? [];
  const isAlone = value?.constant === 0 && part?.coefficient === 1 && other === undefined;
  return isAlone ? part.atom : undefined;
}

/** left + factor · right */
export function addPlain(left: PlainValue, right: PlainValue, factor: number): PlainValue {
  const parts = new Map(left.parts.map((part) => [part.atom.name, part]));
  for (const { coefficient, atom } of right.parts) {
    const sum = (parts.get(atom.name)?.coefficient ?? 0) + factor * coefficient;
    if (sum === 0) parts.delete(atom.name);
    else parts.set(atom.name, { coefficient: sum, atom });
  }
  return {
    constant: left.constant + factor * right.constant,
    parts: [...parts.values()].toSorted((a, b) => (a.atom.name < b.atom.name ? -1 : 1)),
  };
}

export const scalePlain = (value: PlainValue, factor: number): PlainValue => addPlain(plainNumber(0), value, factor);

export interface Comparison {
  readonly verdict: Verdict;
  /** It holds if nothing changed the fields both values were read from in between. */
  readonly isUnchanged: boolean;
}

const unknown: Comparison = { verdict: 'unknown', isUnchanged: false };

/**
 * `no` only where no run can make them equal: sizes are compared as values, never as text. `isSteady`: fields that are the
 * same number whichever object they are read from.
 */
export function comparePlain(
  left: PlainValue | undefined,
  right: PlainValue | undefined,
  isSteady: (field: string) => boolean = () => false,
): Comparison {
  if (left === undefined || right === undefined) return unknown;
  const difference = addPlain(left, right, -1);
  const shared = left.parts.filter(({ atom }) => !difference.parts.some((part) => part.atom.name === atom.name));
  const isUnchanged = shared.some(({ atom }) => isRead(atom));
  if (difference.parts.length === 0 && difference.constant === 0) return { verdict: 'yes', isUnchanged };
  const isSame = ({ atom }: PlainPart): boolean => isFixed(atom) || (isRead(atom) && atom.foreign.every(isSteady));
  if (isOtherMultiple(left, right) && difference.parts.every(isSame)) return { verdict: 'no', isUnchanged: true };
  return shared.every(isSame) && isNeverZero(difference) ? { verdict: 'no', isUnchanged } : unknown;
}

/** `16 * count` and `32 * count`: as many of another size. Of nothing there is no memory. */
function isOtherMultiple(left: PlainValue, right: PlainValue): boolean {
  const [one, other] = [onlyPart(left), onlyPart(right)];
  if (one === undefined || other === undefined || !isRead(one.atom) || one.atom.name !== other.atom.name) return false;
  return 0 < one.coefficient && 0 < other.coefficient && one.coefficient !== other.coefficient;
}

function onlyPart({ constant, parts }: PlainValue): PlainPart | undefined {
  return constant === 0 && parts.length === 1 ? parts[0] : undefined;
}

const isRead = ({ kind }: PlainAtom): boolean => kind === 'field' || kind === 'computed';
const isFixed = ({ kind }: PlainAtom): boolean => kind === 'constant' || kind === 'size-of-type' || kind === 'address';

function isNeverZero({ constant, parts }: PlainValue): boolean {
  if (parts.every(({ atom }) => atom.kind === 'constant' || atom.kind === 'size-of-type')) {
    // What headers name is hardly ever 0, and a type has bytes: multiples of one sign do not add up to nothing.
    const signs = new Set([constant, ...parts.map(({ coefficient }) => coefficient)].map(Math.sign));
    signs.delete(0);
    if (signs.size === 1) return true;
  }
  return constant === 0 && areTwoTypes(parts);
}

/** As often the size of one type as of another: two structs that happen to have the same size are no argument. */
function areTwoTypes([one, other, third]: readonly PlainPart[]): boolean {
  if (one === undefined || other === undefined || third !== undefined) return false;
  return (
    one.atom.kind === 'size-of-type' &&
    other.atom.kind === 'size-of-type' &&
    one.coefficient === -other.coefficient &&
    [one, other].every(({ atom }) => /^sizeof\((?:struct|union) /.test(atom.name))
  );
}
