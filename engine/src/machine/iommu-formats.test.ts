import { describe, expect, test } from 'vitest';
import { pageBytes } from '../address/align.js';
import { bytes, dmaAddr, physAddr } from '../address/spaces.js';
import { formatByName, type FormatName, formatNames } from '../iommu/formats/index.js';
import type { OpResult } from '../ops/step-result.js';
import { findPlatform } from '../platforms/index.js';
import type { Platform } from '../platforms/platform.js';
import { deviceId } from '../state/ids.js';
import type { Direction } from '../state/map-record.js';
import { playScript } from '../script/play-script.js';
import { boot } from './boot.js';
import { play, type OpSource } from './play.js';

const dev = deviceId('dev0');
/** Not one that covers only a part of the addresses, nor those that name a cache index or have larger pages. */
const ordinary = formatNames.filter((name) => {
  const isFlat = name === 'tegra20-gart' || name.startsWith('parisc');
  return !isFlat && formatByName(name).pageSizes[0] === pageBytes;
});

function generic(format: FormatName): Platform {
  const found = findPlatform('generic-iommu');
  if (found === undefined) throw new Error('the preset exists');
  return { ...found, iommus: found.iommus.map((it) => ({ ...it, format })) };
}

function mapOf(page: number, size: number, direction: Direction): OpSource {
  return { kind: 'map-page', device: dev, page: physAddr(page), offset: 0, size: bytes(size), direction, attrs: [] };
}

const trace: readonly OpSource[] = [
  mapOf(0x50000000, 0x1000, 'from-device'),
  mapOf(0x50010000, 0x3000, 'to-device'),
  mapOf(0x50100000, 0x210000, 'bidirectional'),
  (frames) => {
    const first = frames[0]?.result;
    const address = first?.kind === 'mapped' ? first.address : dmaAddr(0);
    return { kind: 'unmap-page', device: dev, address, size: bytes(0x1000), direction: 'from-device', attrs: [] };
  },
  mapOf(0x50020000, 0x1000, 'bidirectional'),
];

function resultsOn(format: FormatName): readonly OpResult[] {
  return play(boot(generic(format)), trace).map((frame) => frame.result);
}

describe('a driver gets the same from every format', () => {
  const expected = resultsOn('lpae-s1');

  test('namely addresses', () => {
    expect(expected.map((it) => (it.kind === 'mapped' ? it.address : it.kind))).toEqual([
      0xfffff000,
      0xffff8000,
      0xffc00000,
      'nothing',
      0xfffff000,
    ]);
  });

  test.each(ordinary)('%s', (format) => {
    expect(resultsOn(format)).toEqual(expected);
  });
});

describe('what a format can express decides what is stopped', () => {
  const stops = (format: FormatName, direction: Direction, kind: 'device-read' | 'device-write'): boolean => {
    const frames = play(boot(generic(format)), [
      mapOf(0x50000000, 0x1000, direction),
      { kind, device: dev, address: dmaAddr(0xfffff000), size: bytes(64) },
    ]);
    return frames.some((frame) => frame.events.some((event) => event.id === 'PERMISSION_FAULT'));
  };

  test.each(ordinary)('%s', (name) => {
    const { expresses } = formatByName(name);
    expect(stops(name, 'to-device', 'device-write')).toBe(expresses !== 'nothing');
    expect(stops(name, 'from-device', 'device-read')).toBe(expresses === 'read-and-write');
    expect(stops(name, 'bidirectional', 'device-write')).toBe(false);
  });
});

describe('the same pages, mapped directly and behind an IOMMU', () => {
  const finalState = (backend: string, direction: Direction) => {
    const played = playScript(`platform armv7-iommu backend=${backend}
      place p 0x60000040 0x1fc0
      place q 0x60008000 0x1000
      cpu-store linear:p 0x200
      h = map-page dev0 p ${direction}
      l = map-sg dev0 q:0x1000 ${direction}
      check dev0 h
      device-write dev0 h 0x80
      device-write dev0 l 0x40
      sync-for-cpu dev0 h ${direction}
      sync-for-device dev0 h ${direction}
      unmap-page dev0 h ${direction}
      unmap-sg dev0 l 1 ${direction}`);
    if (played.kind === 'problem') throw new Error(`line ${played.line}: ${played.message}`);
    return played.frames.at(-1)?.state;
  };

  test.each<Direction>(['from-device', 'bidirectional'])(
    'leave the same bytes in memory and caches: %s',
    (direction) => {
      const direct = finalState('direct-noncoherent', direction);
      const translated = finalState('arm-iommu', direction);
      expect([...(direct?.dram ?? [])]).not.toEqual([]);
      expect(translated?.dram).toEqual(direct?.dram);
      expect(translated?.l1).toEqual(direct?.l1);
      expect(translated?.outer).toEqual(direct?.outer);
    },
  );
});
