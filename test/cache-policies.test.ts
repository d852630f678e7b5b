import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { boot, type CachePolicy, certaintyOf, findPlatform, type MachineEvent, type Platform } from '#engine';
import { driverPlan, playDrivers } from './support/legal-driver.js';
import { playGolden } from './support/machine-script.js';

const policies: readonly CachePolicy[] = ['lazy', 'eager', 'adversarial', 'worst'];
const presets = ['armv5-vivt', 'armv6-vipt-aliasing', 'armv7-noncoh', 'exynos4'];

/** Bytes that are wrong, or could be. */
const lostBytes: ReadonlySet<MachineEvent['id']> = new Set<MachineEvent['id']>([
  'STALE_CPU_READ',
  'STALE_DEVICE_READ',
  'DIRTY_OVER_DEVICE_WRITE',
  'PARTIAL_LINE_OVERWRITE',
  'CPU_WRITE_DISCARDED',
  'ALIAS_LOST_WRITE',
]);

describe.each(presets.flatMap((preset) => policies.map((policy) => ({ preset, policy }))))(
  '$preset, $policy',
  ({ preset, policy }) => {
    test('whatever caches do unasked, drivers that keep the rules lose no byte', () => {
      const platform: Platform = { ...platformNamed(preset), policy };
      fc.assert(
        fc.property(fc.array(driverPlan, { minLength: 1, maxLength: 3 }), (plans) => {
          const events = playDrivers(boot(platform), plans, []).flatMap((frame) => frame.events);
          expect(events.filter((event) => lostBytes.has(event.id))).toEqual([]);
        }),
        { numRuns: 60 },
      );
    });
  },
);

describe('a driver that keeps no rule', () => {
  /** Steps with a stale CPU read under a policy. */
  function staleSteps(policy: CachePolicy, lines: readonly string[]): readonly number[] {
    return stepsWith(policy, lines, (event) => event.id === 'STALE_CPU_READ');
  }

  test('what may be read stale is read stale under the worst policy', () => {
    fc.assert(
      fc.property(fc.array(anyLine, { maxLength: 12 }), (lines) => {
        const [first] = stepsWith('adversarial', lines, isPossiblyStale);
        if (first !== undefined) expect(staleSteps('worst', lines)).toContain(first);
      }),
      { numRuns: 300 },
    );
  });

  test('what is read stale although caches do nothing is stale for certain', () => {
    fc.assert(
      fc.property(fc.array(anyLine, { maxLength: 12 }), (lines) => {
        expect(stepsWith('lazy', lines, isPossiblyStale)).toEqual([]);
        const [first] = staleSteps('lazy', lines);
        if (first !== undefined) expect(staleSteps('adversarial', lines)).toContain(first);
      }),
      { numRuns: 300 },
    );
  });
});

/** Accesses to a buffer `b`, to a neighbor `n` in its first line, and hand-overs, in any order. */
const anyLine = fc.constantFrom(
  'cpu-load b',
  'cpu-store b',
  'cpu-load n',
  'cpu-store n',
  'device-write dev0 h',
  'device-read dev0 h',
  'sync-for-cpu dev0 h bidirectional',
  'sync-for-device dev0 h bidirectional',
);

function stepsWith(
  policy: CachePolicy,
  lines: readonly string[],
  matches: (event: MachineEvent) => boolean,
): readonly number[] {
  const { frames } = playGolden([
    `platform armv7-noncoh policy=${policy}`,
    'place n 0x50001000 16',
    'place b 0x50001010 0x70',
    'h = map-single dev0 b bidirectional',
    ...lines,
  ]);
  return frames.filter((frame) => frame.events.some(matches)).map((frame) => frame.state.step);
}

function isPossiblyStale(event: MachineEvent): boolean {
  return event.id === 'STALE_CPU_READ' && certaintyOf(event) === 'may';
}

function platformNamed(name: string): Platform {
  const platform = findPlatform(name);
  if (platform === undefined) throw new Error(`${name} is shipped`);
  return platform;
}
