import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bytes } from '../address/spaces.js';
import type { MachineEvent } from '../ops/event.js';
import { familyOf } from '../ops/event-traits.js';
import { platforms } from '../platforms/index.js';
import type { Platform } from '../platforms/platform.js';
import { deviceId } from '../state/ids.js';
import type { Direction } from '../state/map-record.js';
import { boot } from './boot.js';
import { explain } from './explain.js';
import { type Frame, type OpSource, play } from './play.js';
import { step } from './step.js';

const dev = deviceId('dev0');
const directions: readonly Direction[] = ['to-device', 'from-device', 'bidirectional'];

function eventsOf(frames: readonly Frame[]): readonly MachineEvent[] {
  return frames.flatMap((frame) => frame.events);
}

function wrongIn(frames: readonly Frame[]): readonly string[] {
  return eventsOf(frames)
    .filter((event) => familyOf(event) !== 'information')
    .map((event) => event.id);
}

function buffer(frames: readonly Frame[]) {
  const result = frames[0]?.result;
  if (result?.kind !== 'buffer' || result.va === undefined) throw new Error('the trace starts with a buffer');
  return { ...result, va: result.va };
}

function mapped(frames: readonly Frame[], at: number) {
  const result = frames[at]?.result;
  if (result?.kind !== 'mapped') throw new Error(`step ${at} maps`);
  return result;
}

/** What a correct driver does with a buffer, for one direction. */
function correctDriver(size: number, direction: Direction): readonly OpSource[] {
  const length = bytes(size);
  const at = (frames: readonly Frame[]) => ({ device: dev, address: mapped(frames, 2).address, size: length });
  const reads: OpSource[] = direction === 'from-device' ? [] : [(f) => ({ kind: 'device-read', ...at(f) })];
  const writes: OpSource[] = direction === 'to-device' ? [] : [(f) => ({ kind: 'device-write', ...at(f) })];
  const loads: OpSource[] =
    direction === 'to-device' ? [] : [(f) => ({ kind: 'cpu-load', va: buffer(f).va, size: length })];
  const stores: OpSource[] =
    direction === 'from-device' ? [] : [(f) => ({ kind: 'cpu-store', va: buffer(f).va, size: length })];
  return [
    { kind: 'allocate-buffer', region: 'kmalloc', size: length, name: 'buf' },
    (f) => ({ kind: 'cpu-store', va: buffer(f).va, size: length }),
    (f) => ({ kind: 'map-single', device: dev, va: buffer(f).va, size: length, direction, attrs: [] }),
    (f) => ({ kind: 'check-mapping-error', device: dev, address: mapped(f, 2).address }),
    ...reads,
    ...writes,
    (f) => ({ kind: 'sync-for-cpu', ...at(f), offset: 0, direction }),
    ...loads,
    ...stores,
    (f) => ({ kind: 'sync-for-device', ...at(f), offset: 0, direction }),
    ...reads,
    ...writes,
    (f) => ({ kind: 'unmap-single', ...at(f), direction, attrs: [] }),
    ...loads,
    (f) => ({ kind: 'free-buffer', object: buffer(f).object }),
    { kind: 'unbind', device: dev },
  ];
}

describe.each(platforms)('$name', (platform: Platform) => {
  test('a correct driver raises nothing, whatever the size and direction', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100_000 }), fc.constantFrom(...directions), (size, direction) => {
        expect(wrongIn(play(boot(platform), correctDriver(size, direction)))).toEqual([]);
      }),
      { numRuns: 60, seed: 1 },
    );
  });

  test('the same trace gives the same addresses and events', () => {
    const trace = correctDriver(1500, 'bidirectional');
    const [once, again] = [play(boot(platform), trace), play(boot(platform), trace)];
    expect(again.map((frame) => frame.result)).toEqual(once.map((frame) => frame.result));
    expect(eventsOf(again).map((event) => explain(event))).toEqual(eventsOf(once).map((event) => explain(event)));
  });
});

test('a step leaves the state it started from alone', () => {
  const [first] = platforms;
  if (first === undefined) throw new Error('there are platforms');
  const before = boot(first);
  const after = step(before, { kind: 'allocate-buffer', region: 'pages', size: bytes(4096), name: 'b' }).state;
  expect(before.objects.size).toBe(0);
  expect(after.objects.size).toBe(1);
});
