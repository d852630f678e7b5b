import { expect, test } from 'vitest';
import type { CType } from './c-type.js';
import { isNamed, resolveType } from './named-types.js';

const named = (name: string): CType => ({ kind: 'named', name });
const typedefs = new Map<string, CType>([
  ['handle_t', named('bus_t')],
  ['bus_t', named('dma_addr_t')],
  ['count_t', { kind: 'integer', name: 'int' }],
  ['itself_t', named('itself_t')],
  ['one_t', named('other_t')],
  ['other_t', named('one_t')],
]);

test('a name of the kernel stays, and one of the file is followed', () => {
  expect(resolveType(named('handle_t'), { typedefs })).toEqual(named('dma_addr_t'));
  expect(resolveType(named('count_t'), { typedefs })).toEqual({ kind: 'integer', name: 'int' });
  expect(isNamed(named('handle_t'), 'dma_addr_t', { typedefs })).toBe(true);
  expect(isNamed(named('count_t'), 'dma_addr_t', { typedefs })).toBe(false);
  expect(isNamed(undefined, 'dma_addr_t', { typedefs })).toBe(false);
});

test('names that lead back to themselves end', () => {
  expect(resolveType(named('itself_t'), { typedefs })).toEqual(named('itself_t'));
  expect(resolveType(named('one_t'), { typedefs }).kind).toBe('named');
  expect(isNamed(named('one_t'), 'dma_addr_t', { typedefs })).toBe(false);
});
