// What a step costs does not depend on how much is mapped. Times are compared with each other, never with a clock:
// machines with few and with many mappings take turns, so that a busy computer slows both.

import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, test } from 'vitest';
import { pageBytes } from '../address/align.js';
import { type ByteLength, bytes, type DmaAddr, type KernelVa, offsetBy } from '../address/spaces.js';
import type { MachineOp } from '../ops/op.js';
import { findPlatform } from '../platforms/index.js';
import { deviceId } from '../state/ids.js';
import type { MachineState } from '../state/machine-state.js';
import { boot } from './boot.js';
import { digest } from './digest.js';
import { step } from './step.js';

const device = deviceId('dev0');
const whole = { device, direction: 'bidirectional', attrs: [] } as const;
const few = 100;
const many = 10_000;

interface Buffer {
  readonly va: KernelVa;
  readonly address: DmaAddr;
  readonly size: ByteLength;
}

interface Grown {
  readonly state: MachineState;
  /** The CPU has the even ones, the device the odd ones. */
  readonly live: readonly Buffer[];
}

/** A machine with `count` live mappings, and between them as many holes of a page where others were. */
function grow(name: string, count: number): Grown {
  const platform = findPlatform(name);
  if (platform === undefined) throw new Error(`no platform ${name}`);
  let state = boot(platform);
  const passing: Buffer[] = [];
  const live: Buffer[] = [];
  for (let index = 0; index < 2 * count; index += 1) {
    const mapped = mapPages(state, 1);
    state = mapped.state;
    (index % 2 === 0 ? passing : live).push(mapped.buffer);
  }
  for (const buffer of passing) state = step(state, unmap(buffer)).state;
  for (const [index, buffer] of live.entries()) {
    if (index % 2 === 0) state = step(state, sync('sync-for-cpu', buffer)).state;
  }
  return { state, live };
}

function mapPages(state: MachineState, pages: number): { readonly state: MachineState; readonly buffer: Buffer } {
  const size = bytes(pages * pageBytes);
  const allocated = step(state, { kind: 'allocate-buffer', region: 'pages', size, name: 'b' });
  if (allocated.result.kind !== 'buffer' || allocated.result.va === undefined) throw new Error('no memory left');
  const { va } = allocated.result;
  const mapped = step(allocated.state, { kind: 'map-single', va, ...whole, size });
  if (mapped.result.kind !== 'mapped') throw new Error('no addresses left');
  return { state: mapped.state, buffer: { va, address: mapped.result.address, size } };
}

function unmap({ address, size }: Buffer): MachineOp {
  return { kind: 'unmap-single', address, ...whole, size };
}

function sync(kind: 'sync-for-cpu' | 'sync-for-device', { address, size }: Buffer): MachineOp {
  return { kind, device, address, offset: 0, size, direction: 'bidirectional' };
}

/** Spread evenly, and as many on every machine: what is measured is the look-up, not the processor's own caches. */
const picked = 25;

function pick({ live }: Grown, round: number, owner: 'cpu' | 'device'): Buffer {
  const spacing = 2 * Math.floor(live.length / (2 * picked));
  const buffer = live[(round % picked) * spacing + (owner === 'cpu' ? 0 : 1)];
  if (buffer === undefined) throw new Error('there are more buffers than are picked');
  return buffer;
}

function store(grown: Grown, round: number): MachineState {
  const { va } = pick(grown, round, 'cpu');
  return step(grown.state, { kind: 'cpu-store', va: offsetBy(va, 128), size: bytes(64) }).state;
}

type Workload = (grown: Grown, round: number) => unknown;

const workloads: Readonly<Record<string, Workload>> = {
  // Two pages fit in none of the holes.
  'allocate, map, unmap': ({ state }) => {
    const mapped = mapPages(state, 2);
    return step(mapped.state, unmap(mapped.buffer));
  },
  sync: (grown, round) => {
    const buffer = pick(grown, round, 'device');
    return step(step(grown.state, sync('sync-for-cpu', buffer)).state, sync('sync-for-device', buffer));
  },
  'CPU store': store,
  'device write': (grown, round) => {
    const { address } = pick(grown, round, 'device');
    return step(grown.state, { kind: 'device-write', device, address, size: bytes(64) });
  },
  'CPU store and digest': (grown, round) => digest(store(grown, round)),
};

const limit = 3;

/** How many times dearer a round is on the second machine. What a busy computer spoils is measured again. */
function ratioOf(play: Workload, machines: readonly [Grown, Grown]): number {
  let best = Infinity;
  for (let attempt = 0; attempt < 3 && limit <= best; attempt += 1) best = Math.min(best, medianRatio(play, machines));
  return best;
}

function medianRatio(play: Workload, [first, second]: readonly [Grown, Grown]): number {
  const ratios: number[] = [];
  for (let turn = 0; turn < 31; turn += 1) ratios.push(timeOf(play, second, turn) / timeOf(play, first, turn));
  return median(ratios);
}

const roundsPerTurn = 50;

function timeOf(play: Workload, grown: Grown, turn: number): number {
  const started = performance.now();
  for (let round = 0; round < roundsPerTurn; round += 1) play(grown, turn * roundsPerTurn + round);
  return performance.now() - started;
}

function median(values: readonly number[]): number {
  return values.toSorted((left, right) => left - right)[Math.floor(values.length / 2)] ?? Number.NaN;
}

describe.each(['armv7-noncoh', 'armv7-iommu', 'generic-iommu', 'x86-coherent'])('%s', (name) => {
  const machines = [grow(name, few), grow(name, many)] as const;

  test.each(Object.entries(workloads))('a hundred times the mappings: %s', (_, play) => {
    expect(ratioOf(play, machines)).toBeLessThan(limit);
  });

  test('a fork and a store keep less than 200 small objects alive', () => {
    const [, grown] = machines;
    expect(bytesKept(500, (index) => store(grown, index))).toBeLessThan(200 * smallObjectBytes);
  });
});

/** Of a tree node with six fields; most of what a step makes is smaller. */
const smallObjectBytes = 64;

/** Heap growth for each value made, when all are kept. */
function bytesKept(count: number, make: (index: number) => unknown): number {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const kept: unknown[] = Array.from({ length: count }, () => undefined);
  collect();
  const before = process.memoryUsage().heapUsed;
  for (const index of kept.keys()) kept[index] = make(index);
  collect();
  const after = process.memoryUsage().heapUsed;
  expect(kept.length).toBe(count);
  return (after - before) / count;
}
