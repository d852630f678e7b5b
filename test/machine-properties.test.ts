import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  boot,
  type CachePolicy,
  type DeviceId,
  type Frame,
  type MachineEvent,
  type MachineState,
  mappingsOf,
  type PhysAddr,
  type Platform,
  platforms,
  resourcesInUse,
  viewMapping,
} from '#engine';
import { driverPlan, playDrivers } from './support/legal-driver.js';

/** In all, over every preset. */
const runs = 10_000;
const runsEach = Math.ceil(runs / platforms.length);

const drivers = fc.array(driverPlan, { minLength: 1, maxLength: 4 });
const schedule = fc.array(fc.nat(7), { maxLength: 80 });

/** Bytes that are wrong, or would be on some schedule. An alias the kernel itself leaves behind is none of them. */
const dataHazards: ReadonlySet<MachineEvent['id']> = new Set<MachineEvent['id']>([
  'STALE_CPU_READ',
  'STALE_DEVICE_READ',
  'DIRTY_OVER_DEVICE_WRITE',
  'PARTIAL_LINE_OVERWRITE',
  'CPU_WRITE_DISCARDED',
  'UNDEFINED_READ',
  'UNINITIALISED_TO_DEVICE',
  'MISSING_BARRIER',
  'MEMORY_CORRUPTION',
]);

/** The switches that decide what happens to a byte on the way. */
const machine = (platform: Platform): fc.Arbitrary<Platform> =>
  fc
    .record({
      policy: fc.constantFrom<CachePolicy>('lazy', 'eager', 'adversarial', 'worst'),
      cma: fc.constantFrom<Platform['cma']>(platform.cma, { kind: 'off' }),
    })
    .map((switches) => ({ ...platform, ...switches }));

describe.each(platforms.map((platform): [string, Platform] => [platform.name, platform]))('%s', (_name, platform) => {
  test('drivers that keep the rules lose no byte', () => {
    fc.assert(
      fc.property(machine(platform), drivers, schedule, (varied, plans, turns) => {
        const frames = playDrivers(boot(varied), plans, turns);
        const lost = frames.flatMap(({ events, op }) =>
          events.filter((event) => dataHazards.has(event.id)).map((event) => ({ op, event })),
        );
        expect(lost).toEqual([]);
      }),
      { numRuns: runsEach },
    );
  });

  test('and leave nothing behind', () => {
    fc.assert(
      fc.property(machine(platform), drivers, schedule, (varied, plans, turns) => {
        // The first round warms up what the kernel keeps for next time: slabs, page tables, domains.
        const first = lastState(playDrivers(boot(varied), plans, turns)) ?? boot(varied);
        const second = lastState(playDrivers(first, plans, turns)) ?? first;
        const { mappings, debugEntries, objects } = resourcesInUse(second);
        expect({ mappings, debugEntries, objects }).toEqual({ mappings: 0, debugEntries: 0, objects: 0 });
        expect(resourcesInUse(second)).toEqual(resourcesInUse(first));
      }),
      { numRuns: runsEach },
    );
  });

  test('and what the words of the page tables say is what was mapped', () => {
    fc.assert(
      fc.property(machine(platform), drivers, schedule, (varied, plans, turns) => {
        const frames = playDrivers(boot(varied), plans, turns);
        const { state } = frames[Math.floor(frames.length / 2)] ?? { state: boot(varied) };
        for (const record of mappingsOf(state)) {
          for (const { iommu, address, physical } of viewMapping(state, record.id)?.pieces ?? []) {
            const leaf = iommu?.words.at(-1)?.meaning;
            if (leaf?.kind !== 'leaf') expect(iommu).toBeUndefined();
            else expect(leaf.pa + (address % leaf.size)).toBe(reachedAt(state, record.device, physical));
          }
        }
      }),
      { numRuns: runsEach },
    );
  });
});

function lastState(frames: readonly Frame[]): MachineState | undefined {
  return frames.at(-1)?.state;
}

/** Where the device finds the driver's byte: in a copy of it, if there is one. */
function reachedAt({ bounce }: MachineState, device: DeviceId, physical: PhysAddr): number {
  const copied = [...bounce.buffers].find(({ value: { original, copy, device: of } }) => {
    return of === device && original <= physical && physical < original + copy.length;
  });
  return copied === undefined ? physical : copied.value.copy.start + (physical - copied.value.original);
}
