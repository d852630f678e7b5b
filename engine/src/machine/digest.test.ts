import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bytes, type DmaAddr, type KernelVa, kernelVa, offsetBy } from '../address/spaces.js';
import type { Tables } from '../iommu/formats/tables.js';
import { allocIova } from '../iommu/iova-bitmap.js';
import { newWrite } from '../memory/contents.js';
import { kernelToPhys } from '../memory/linear-map.js';
import type { MachineOp } from '../ops/op.js';
import type { OpResult } from '../ops/step-result.js';
import { findPlatform } from '../platforms/index.js';
import type { Platform } from '../platforms/platform.js';
import { deviceId } from '../state/ids.js';
import type { Domain } from '../state/iommu-state.js';
import type { MachineState } from '../state/machine-state.js';
import { boot } from './boot.js';
import { digest } from './digest.js';
import { step } from './step.js';

const device = deviceId('dev0');
const size = bytes(256);
/** What a mapping of a whole buffer asks for. */
const whole = { device, size, direction: 'bidirectional', attrs: [] } as const;

function platformNamed(name: string): Platform {
  const platform = findPlatform(name);
  if (platform === undefined) throw new Error(`no platform ${name}`);
  return platform;
}

interface Buffer {
  readonly va: KernelVa;
  readonly address: DmaAddr;
}

/** A machine with mapped buffers that share pages, but no cache lines. */
function withBuffers(platform: Platform, count: number): { state: MachineState; buffers: readonly Buffer[] } {
  let state = boot(platform);
  const run = <K extends OpResult['kind']>(op: MachineOp, expected: K): Extract<OpResult, { kind: K }> => {
    const { state: after, result } = step(state, op);
    state = after;
    if (result.kind !== expected) throw new Error(`${op.kind} gave ${result.kind}`);
    return result as Extract<OpResult, { kind: K }>;
  };
  const buffers: Buffer[] = [];
  for (let index = 0; index < count; index += 1) {
    const { va } = run({ kind: 'allocate-buffer', region: 'kmalloc', size, name: `b${index}` }, 'buffer');
    if (va === undefined) throw new Error('kmalloc memory has an address');
    buffers.push({ va, address: run({ kind: 'map-single', va, ...whole }, 'mapped').address });
  }
  return { state, buffers };
}

const act = fc.record({
  verb: fc.constantFrom('load', 'store', 'read', 'write', 'cpu', 'device'),
  offset: fc.nat(200),
  length: fc.integer({ min: 1, max: 56 }),
});
type Act = typeof act extends fc.Arbitrary<infer A> ? A : never;

function opOf({ va, address }: Buffer, { verb, offset, length }: Act): MachineOp {
  const part = { size: bytes(length) };
  switch (verb) {
    case 'load':
      return { kind: 'cpu-load', va: offsetBy(va, offset), ...part };
    case 'store':
      return { kind: 'cpu-store', va: offsetBy(va, offset), ...part };
    case 'read':
      return { kind: 'device-read', device, address: offsetBy(address, offset), ...part };
    case 'write':
      return { kind: 'device-write', device, address: offsetBy(address, offset), ...part };
    case 'cpu':
      return { kind: 'sync-for-cpu', device, address, offset, ...part, direction: 'bidirectional' };
    case 'device':
      return { kind: 'sync-for-device', device, address, offset, ...part, direction: 'bidirectional' };
  }
}

function playAll(state: MachineState, ops: readonly MachineOp[]): MachineState {
  return ops.reduce((current, op) => step(current, op).state, state);
}

/** The lines' ops one after the other, `picks` saying whose turn it is; each line keeps its order. */
function interleave(lines: readonly (readonly MachineOp[])[], picks: readonly number[]): readonly MachineOp[] {
  const waiting = lines.map((ops) => [...ops]);
  const order: MachineOp[] = [];
  for (let turn = 0; waiting.some((ops) => 0 < ops.length); turn += 1) {
    const open = waiting.filter((ops) => 0 < ops.length);
    const op = open[(picks[turn % picks.length] ?? 0) % open.length]?.shift();
    if (op !== undefined) order.push(op);
  }
  return order;
}

// Stores to non-cacheable memory are left out: they share one write buffer, whose order is real.
const machines = ['armv7-noncoh', 'armv7-iommu', 'exynos4', 'generic-iommu', 'x86-coherent'];
/** In all, over these machines. */
const runs = 10_000;

describe.each(machines)('%s', (name) => {
  const { state, buffers } = withBuffers(platformNamed(name), 3);

  test('what is done to disjoint buffers leads to one digest in any order', () => {
    const line = fc.array(act, { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(fc.tuple(line, line, line), fc.array(fc.nat(2), { minLength: 1, maxLength: 15 }), (acts, picks) => {
        const lines = buffers.map((buffer, index) => (acts[index] ?? []).map((it) => opOf(buffer, it)));
        const inTurn = playAll(state, lines.flat());
        expect(digest(playAll(state, interleave(lines, picks)))).toBe(digest(inTurn));
      }),
      { numRuns: runs / machines.length },
    );
  });

  test('every first thing done to a buffer shows', () => {
    // A read shows too: from then on the address counts as used without a check.
    const verbs = ['store', 'read', 'write', 'cpu'] as const;
    const digests = buffers.flatMap((buffer) =>
      verbs.map((verb) => digest(playAll(state, [opOf(buffer, { verb, offset: 0, length: 1 })]))),
    );
    expect(new Set([digest(state), ...digests]).size).toBe(1 + buffers.length * verbs.length);
  });
});

describe('what differs in one place differs', () => {
  const { state, buffers } = withBuffers(platformNamed('armv7-iommu'), 2);
  const pa = kernelToPhys(state.platform, buffers[0]?.va ?? kernelVa(0));
  const [[mapping, record] = []] = state.mappings;
  const [[domain, translation] = []] = state.iommu.domains;
  if (mapping === undefined || record?.kind !== 'streaming') throw new Error('a buffer is mapped');
  if (domain === undefined || translation?.addresses.kind !== 'bitmap') throw new Error('an IOMMU translates');

  const write = newWrite(state, { by: 'device', device }, pa, pa + 1);
  const withDomain = (part: Partial<Domain>): MachineState => ({
    ...state,
    iommu: { ...state.iommu, domains: state.iommu.domains.set(domain, { ...translation, ...part }) },
  });
  const { bitmap } = translation.addresses;
  const { tables } = translation;

  test.each<[string, MachineState]>([
    ['the writer of one byte of memory', { ...state, dram: state.dram.set(pa, pa + 1, write) }],
    ['the writer of one byte as it should be', { ...state, oracle: state.oracle.set(pa, pa + 1, write) }],
    ['one dirty line', { ...state, outer: { ...state.outer, dirty: state.outer.dirty.set(pa, pa + 32, state.step) } }],
    ['one word of a page table', withDomain({ tables: tables.map(withOtherWord) })],
    [
      'one bit of the IOVA space',
      withDomain({ addresses: { kind: 'bitmap', bitmap: allocIova(bitmap, 4096)?.bitmap ?? bitmap } }),
    ],
    [
      'the owner of one byte',
      {
        ...state,
        mappings: state.mappings.set(mapping, {
          ...record,
          tenures: record.tenures.set(0, 1, { owner: 'cpu', since: state.step }),
        }),
      },
    ],
    ['what memory is free', step(state, { kind: 'allocate-buffer', region: 'pages', size, name: 'b' }).state],
    ['the platform', { ...state, platform: { ...state.platform, speculation: false } }],
  ])('%s', (_, other) => {
    expect(digest(other)).not.toBe(digest(state));
  });

  test('but not what is only counted', () => {
    const later = playAll(state, [{ kind: 'barrier', barrier: 'rmb' }]);
    expect(later.step).not.toBe(state.step);
    expect(digest(later)).toBe(digest(state));
    expect(digest({ ...state, nextId: 1000 })).toBe(digest(state));
  });
});

function withOtherWord(tables: Tables): Tables {
  const [[address, word] = []] = tables.words;
  if (address === undefined || typeof word !== 'number') throw new Error('a table has 32-bit words');
  return { ...tables, words: tables.words.set(address, word + 1) };
}

test('the order of stores to non-cacheable memory is part of the machine', () => {
  const { state, result } = step(boot(platformNamed('armv7-noncoh')), {
    kind: 'alloc-attrs',
    device,
    size: bytes(4096),
    gfp: 'kernel',
    attrs: [],
  });
  if (result.kind !== 'allocated') throw new Error('memory was left');
  const stores = [0, 64].map(
    (offset): MachineOp => ({ kind: 'cpu-store', va: offsetBy(result.cpuAddress, offset), size: bytes(4) }),
  );
  expect(digest(playAll(state, stores))).not.toBe(digest(playAll(state, stores.toReversed())));
});
