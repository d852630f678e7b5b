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

/**
 * All that a driver without fault hears of: what happens anyway, what the machine is short of, and what the kernel
 * does by itself. It leaves cached aliases behind, and stops with a BUG when memory from the atomic pool is shown to
 * user space (quirk Q7). One process runs all drivers here, so the VMA of one is open while another makes its own.
 */
const innocent: ReadonlySet<MachineEvent['id']> = new Set<MachineEvent['id']>([
  'ALLOCATED',
  'ATTRIBUTE_ALIAS_ACCESS',
  'ATTRIBUTE_ALIAS_MAPPING',
  'BARRIER',
  'BOUNCE_COPY',
  'CACHE_OP',
  'CMA_EXHAUSTED',
  'FREED',
  'IOTLB_FILL',
  'IOTLB_INVALIDATE',
  'KERNEL_BUG',
  'MAPPED',
  'MMAP_LOCK_REQUIRED',
  'QUIRK',
  'SYNCED',
  'TABLE_WRITE',
  'UNKNOWN_ATTR',
  'UNMAPPED',
  'USER_MAPPED',
  'VIPT_COLOUR_ALIAS',
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
  test('drivers that keep the rules lose no byte, and are accused of nothing', () => {
    fc.assert(
      fc.property(machine(platform), drivers, schedule, (varied, plans, turns) => {
        const frames = playDrivers(boot(varied), plans, turns);
        const wrong = frames.flatMap(({ events, op }) =>
          events.filter((event) => !innocent.has(event.id)).map((event) => ({ op, event })),
        );
        expect(wrong).toEqual([]);
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
        const left = resourcesInUse(second);
        expect(left).toMatchObject({ mappings: 0, debugEntries: 0, objects: 0, bounceBlocks: 0, poolBlocks: 0 });
        expect(left).toEqual(resourcesInUse(first));
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
