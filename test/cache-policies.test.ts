// What the policies of caches say of each other: `adversarial` tells what may happen, `worst` does it, `lazy` nothing
// that no instruction asks for.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type CachePolicy, certaintyOf, type MachineEvent, type MachineState, type Platform, platforms } from '#engine';
import { playGolden } from './support/machine-script.js';

/** In all, over every preset. */
const runs = 10_000;
const runsEach = Math.ceil(runs / platforms.length);

/** Bytes that are wrong under some policy, and right under another. */
const hazards = ['STALE_CPU_READ', 'STALE_DEVICE_READ', 'DIRTY_OVER_DEVICE_WRITE'] as const;

/** Accesses to a buffer, to a neighbor in its first line, and hand-overs, in any order: this driver keeps no rule. */
const anyLine = fc.constantFrom(
  'cpu-load page+16 112',
  'cpu-store page+16 112',
  'cpu-load page 16',
  'cpu-store page 16',
  'device-write dev0 h',
  'device-read dev0 h',
  'sync-for-cpu dev0 h bidirectional',
  'sync-for-device dev0 h bidirectional',
);
const anyLines = fc.array(anyLine, { maxLength: 12 });

describe.each(platforms.map((platform): [string, Platform] => [platform.name, platform]))('%s', (name) => {
  test('what may go wrong goes wrong under the worst policy', () => {
    fc.assert(
      fc.property(anyLines, (lines) => {
        const possible = firstHazards('adversarial', name, lines).filter(isPossible);
        const shown = hazardsOf('worst', name, lines).filter(({ isShown }) => isShown);
        expect(shown.map(where)).toEqual(expect.arrayContaining(possible.map(where)));
      }),
      { numRuns: runsEach },
    );
  });

  test('what goes wrong under the worst policy may go wrong', () => {
    fc.assert(
      fc.property(anyLines, (lines) => {
        const first = firstHazards('worst', name, lines);
        expect(hazardsOf('adversarial', name, lines).map(where)).toEqual(expect.arrayContaining(first.map(where)));
      }),
      { numRuns: runsEach },
    );
  });

  test('what goes wrong although caches do nothing may go wrong, and what the CPU reads then is stale for certain', () => {
    fc.assert(
      fc.property(anyLines, (lines) => {
        const first = firstHazards('lazy', name, lines);
        expect(first.filter((it) => it.id === 'STALE_CPU_READ' && isPossible(it))).toEqual([]);
        expect(hazardsOf('adversarial', name, lines).map(where)).toEqual(expect.arrayContaining(first.map(where)));
      }),
      { numRuns: runsEach },
    );
  });
});

interface Hazard {
  readonly step: number;
  readonly id: MachineEvent['id'];
  readonly certainty: 'must' | 'may';
  /** Whether this machine has the wrong bytes; what is only said of them does not count. */
  readonly isShown: boolean;
}

function isPossible({ certainty }: Hazard): boolean {
  return certainty === 'may';
}

function where({ step, id }: Hazard): string {
  return `${id} at ${step}`;
}

/** Those of the first step that has any: from there on the machines differ. */
function firstHazards(policy: CachePolicy, preset: string, lines: readonly string[]): readonly Hazard[] {
  const all = hazardsOf(policy, preset, lines);
  return all.filter(({ step }) => step === all[0]?.step);
}

function hazardsOf(policy: CachePolicy, preset: string, lines: readonly string[]): readonly Hazard[] {
  const { frames } = playGolden([
    `platform ${preset} policy=${policy}`,
    'buffer page 4096 pages',
    'h = map-single dev0 page+16 112 bidirectional',
    ...lines,
  ]);
  return frames.flatMap(({ state, events }) =>
    events.flatMap((event): readonly Hazard[] => {
      if (!hazards.some((id) => id === event.id)) return [];
      return [{ step: state.step, id: event.id, certainty: certaintyOf(event), isShown: isShown(state, event) }];
    }),
  );
}

/** A device's write is announced as lost when it is made; a read hazard is what was read. */
function isShown({ overwritten }: MachineState, event: MachineEvent): boolean {
  if (event.id !== 'DIRTY_OVER_DEVICE_WRITE') return true;
  return overwritten.touches(event.line.start, event.line.start + event.line.length);
}
