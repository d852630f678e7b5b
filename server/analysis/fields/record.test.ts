import { expect, test } from 'vitest';
import { disagreements } from './agreement.js';
import { fillsOf } from './known-values.js';
import { plainNumber } from './plain-value.js';
import { type FieldPlace, type FieldRecord, type FieldUse, type Fill, mayBeSamePlace } from './record.js';

const dma: FieldPlace = { key: 'ring.dma', tag: 'ring', name: 'dma', object: 'chip', path: 'tx.dma' };
const shared = {
  family: 'single',
  direction: plainNumber(1),
  attributes: plainNumber(0),
  device: undefined,
  managed: false,
} as const;

function fill(size: number, more: Partial<Fill> = {}): Fill {
  const made = { name: 'dma_map_single', at: { start: size, end: size + 1 }, result: undefined, memory: undefined };
  return {
    ...shared,
    ...made,
    place: dma,
    half: 'dma',
    countedIn: [],
    size: plainNumber(size),
    keptSize: undefined,
    isAnyDirection: false,
    ...more,
  };
}

function release(size: number): FieldUse {
  const call = { name: 'dma_unmap_single', at: { start: 0, end: 1 }, site: '0', dmaPlace: undefined };
  return { ...shared, ...call, does: 'release', place: dma, size: plainNumber(size), isSizeReadAgain: false };
}

const record = (fills: readonly Fill[], isOpen = false): FieldRecord => ({
  fields: new Map([['ring.dma', { fills, values: [plainNumber(0)], isOpen }]]),
  uses: [],
  released: new Set(),
  releasedByName: new Set(),
  emptied: new Set(),
  releasedAnywhere: new Set(),
  looseNames: new Set(),
  unreadNames: new Set(),
  ownStructs: new Set(['ring', 'chip']),
});

test('what fills a field is known until the field is given away', () => {
  const fills = [fill(64), fill(128)];
  expect(fillsOf(record(fills), 'ring.dma', 'dma')?.map(({ size }) => size?.constant)).toEqual([64, 128]);
  expect(fillsOf(record(fills, true), 'ring.dma', 'dma')).toBeUndefined();
});

test('a release agrees in everything, or in nothing that it says otherwise', () => {
  const module = record([]);
  expect(disagreements(module, fill(64), release(64))).toEqual([]);
  expect(disagreements(module, fill(64), release(60)).map(({ aspect }) => aspect)).toEqual(['size']);
  expect(
    disagreements(module, fill(60, { direction: plainNumber(2) }), release(64)).map(({ aspect }) => aspect),
  ).toEqual(['direction', 'size']);
});

test('a mapping for both directions may be synced for one, and for any part', () => {
  const sync: FieldUse = { ...release(4), does: 'sync', name: 'dma_sync_single_for_cpu' };
  expect(disagreements(record([]), fill(64, { direction: plainNumber(0) }), sync)).toEqual([]);
});

test('two members of one type are two places, unless one of them was reached by a pointer to it', () => {
  expect(mayBeSamePlace(dma, { ...dma, path: 'rx.dma' })).toBe(false);
  expect(mayBeSamePlace(dma, { ...dma, object: 'ring', path: 'dma' })).toBe(true);
});
