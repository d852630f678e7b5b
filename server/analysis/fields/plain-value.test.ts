import { expect, test } from 'vitest';
import {
  addPlain,
  atomOf,
  comparePlain,
  numberOf,
  type PlainAtom,
  plainAtom,
  plainNumber,
  type PlainValue,
  scalePlain,
} from './plain-value.js';

const atom = (name: string, kind: PlainAtom['kind'], isOwn = true): PlainValue =>
  plainAtom({ name, kind, field: kind === 'field' ? name : undefined, foreign: isOwn ? [] : [name] });
const plus = (left: PlainValue, number: number): PlainValue => addPlain(left, plainNumber(number), 1);
const verdict = (left: PlainValue | undefined, right: PlainValue | undefined): string =>
  comparePlain(left, right).verdict;

const length = atom('ring.len', 'field');
const entries = atom('constant:RING_ENTRIES', 'constant');

test('numbers are equal or they are not', () => {
  expect(verdict(plainNumber(64), plainNumber(64))).toBe('yes');
  expect(verdict(plainNumber(64), plainNumber(60))).toBe('no');
});

test('what is not known is equal to nothing and different from nothing', () => {
  expect(verdict(undefined, plainNumber(1))).toBe('unknown');
  expect(verdict(length, plainNumber(1))).toBe('unknown');
  expect(verdict(length, atom('ring.size', 'field'))).toBe('unknown');
});

test('a field of the same object differs from itself less two, if it did not change', () => {
  expect(comparePlain(length, plus(length, -2))).toEqual({ verdict: 'no', isUnchanged: true });
  expect(comparePlain(length, length)).toEqual({ verdict: 'yes', isUnchanged: true });
});

test('a field of another object may be anything', () => {
  const foreign = atom('ring.len', 'field', false);
  expect(verdict(foreign, plus(foreign, -2))).toBe('unknown');
});

test('a number of a header is at least one, so that multiples of it differ', () => {
  expect(verdict(scalePlain(entries, 16), scalePlain(entries, 8))).toBe('no');
  expect(verdict(entries, plus(entries, 4))).toBe('no');
  expect(verdict(plus(entries, 4), scalePlain(entries, 2))).toBe('unknown');
});

test('two structs have two sizes, and a struct and a number may have the same', () => {
  const desc = atom('sizeof(struct desc)', 'size-of-type');
  const owner = atom('sizeof(struct owner)', 'size-of-type');
  expect(verdict(desc, owner)).toBe('no');
  expect(verdict(scalePlain(desc, 4), scalePlain(owner, 2))).toBe('unknown');
  expect(verdict(desc, plainNumber(16))).toBe('unknown');
  expect(verdict(desc, atom('sizeof(dma_addr_t)', 'size-of-type'))).toBe('unknown');
});

test('what two calls return is not compared', () => {
  expect(verdict(atom('result:1', 'result', false), plus(atom('result:1', 'result', false), 1))).toBe('unknown');
});

test('parts that cancel leave a number', () => {
  expect(numberOf(addPlain(plus(length, 8), length, -1))).toBe(8);
  expect(atomOf(length)?.name).toBe('ring.len');
  expect(atomOf(scalePlain(length, 2))).toBeUndefined();
});

test('as many of another size are another number, and more of the same size may be as many', () => {
  expect(verdict(scalePlain(length, 16), scalePlain(length, 32))).toBe('no');
  expect(verdict(scalePlain(length, 16), scalePlain(length, 16))).toBe('yes');
  expect(verdict(plus(scalePlain(length, 16), 8), scalePlain(length, 32))).toBe('unknown');
});

test('what another object holds is the same number where it is said to be', () => {
  const foreign = atom('device.bytes', 'field', false);
  expect(verdict(foreign, plus(foreign, 8))).toBe('unknown');
  expect(comparePlain(foreign, plus(foreign, 8), (field) => field === 'device.bytes').verdict).toBe('no');
  expect(comparePlain(foreign, plus(foreign, 8), (field) => field === 'ring.bytes').verdict).toBe('unknown');
});
