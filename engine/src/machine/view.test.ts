import { expect, test } from 'vitest';
import { bytes, physAddr } from '../address/spaces.js';
import { hexWord } from '../iommu/formats/word.js';
import { armv7Iommu } from '../platforms/armv7-iommu.js';
import { armv7Noncoh } from '../platforms/armv7-noncoh.js';
import type { Platform } from '../platforms/platform.js';
import { deviceId } from '../state/ids.js';
import { boot } from './boot.js';
import { type OpSource, play } from './play.js';
import { type MappingView, viewMapping } from './view.js';

const dev = deviceId('dev0');

/** The view of the last mapping a trace makes. */
function viewAfter(platform: Platform, ops: readonly OpSource[]): MappingView {
  const frames = play(boot(platform), ops);
  const results = frames.map((frame) => frame.result);
  const made = results.findLast((it) => it.kind === 'mapped' || it.kind === 'allocated');
  const id = made?.kind === 'mapped' ? made.mapping : made?.kind === 'allocated' ? made.allocation : undefined;
  const state = frames.at(-1)?.state;
  const view = id === undefined || state === undefined ? undefined : viewMapping(state, id);
  if (view === undefined) throw new Error('the trace leaves a mapping');
  return view;
}

const page = physAddr(0x6a3c7000);
const mapPage: readonly OpSource[] = [
  { kind: 'place-buffer', at: page, size: bytes(4096), name: 'buf' },
  { kind: 'map-page', device: dev, page, offset: 0, size: bytes(1536), direction: 'from-device', attrs: [] },
];

test('a streaming mapping shows its owner, its words and its kernel mapping', () => {
  const view = viewAfter(armv7Iommu, mapPage);
  const [piece] = view.pieces;
  expect(view).toMatchObject({ owner: 'device', direction: 'from-device', errorCheck: 'not-checked', buffer: 'buf' });
  expect(piece).toMatchObject({ physical: page, length: 1536 });
  expect(piece?.iommu?.words.map(({ level, index }) => [level, index])).toEqual([
    [1, 0x200],
    [2, 0],
  ]);
  expect(hexWord(piece?.iommu?.words.at(-1)?.word ?? 0)).toBe('0x6a3c7c72');
  expect(piece?.iommu?.entryBytes).toBe(4096);
  expect(piece?.kernel).toMatchObject([{ kind: 'linear', type: 'write-alloc', va: 0xea3c7000, word: 0x6a3c745f }]);
});

test('what lives beside a buffer in its cachelines is named', () => {
  const view = viewAfter(armv7Noncoh, [
    { kind: 'place-buffer', at: physAddr(0x50001000), size: bytes(128), name: 'priv' },
    (frames) => {
      const result = frames[0]?.result;
      if (result?.kind !== 'buffer') throw new Error('the buffer is placed');
      return { kind: 'name-part', object: result.object, offset: 40, size: bytes(4), name: 'priv->flags' };
    },
    {
      kind: 'map-page',
      device: dev,
      page: physAddr(0x50001000),
      offset: 0,
      size: bytes(40),
      direction: 'from-device',
      attrs: [],
    },
  ]);
  expect(view.neighbors).toEqual([{ name: 'priv->flags', bytes: { start: 0x50001028, length: 4 } }]);
});

test('remapped coherent memory has two kernel mappings of different types', () => {
  const view = viewAfter({ ...armv7Noncoh, cma: { kind: 'off' } }, [
    { kind: 'alloc-attrs', device: dev, size: bytes(4096), gfp: 'kernel', attrs: [] },
  ]);
  expect(view.owner).toBe('shared');
  expect(view.pieces[0]?.kernel.map(({ kind, type }) => [kind, type])).toEqual([
    ['linear', 'write-alloc'],
    ['vmalloc', 'bufferable'],
  ]);
});

test('a scattered allocation is one range for the device and several in memory', () => {
  const view = viewAfter(armv7Iommu, [
    { kind: 'alloc-attrs', device: dev, size: bytes(3 * 1024 * 1024), gfp: 'kernel', attrs: [] },
    { kind: 'alloc-attrs', device: dev, size: bytes(17 * 4096), gfp: 'kernel', attrs: [] },
  ]);
  const [first] = view.pieces;
  const total = view.pieces.reduce((sum, piece) => sum + piece.length, 0);
  expect(total).toBe(17 * 4096);
  expect(view.pieces.at(-1)?.address).toBe((first?.address ?? 0) + total - (view.pieces.at(-1)?.length ?? 0));
});

test('dirty bytes of a buffer show until they are cleaned', () => {
  const store: OpSource = (frames) => {
    const result = frames[0]?.result;
    if (result?.kind !== 'buffer' || result.va === undefined) throw new Error('the buffer is in lowmem');
    return { kind: 'cpu-store', va: result.va, size: bytes(100) };
  };
  const [place, map] = mapPage;
  if (place === undefined || map === undefined) throw new Error('two ops');
  expect(viewAfter(armv7Iommu, [place, map, store]).pieces[0]?.cache).toEqual({
    cached: 128,
    dirty: 100,
    speculated: 0,
  });
  expect(viewAfter(armv7Iommu, [place, store, map]).pieces[0]?.cache.dirty).toBe(0);
});
