import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bytes, dmaAddr, iova, physAddr } from '../address/spaces.js';
import type { MachineOp } from '../ops/op.js';
import { findPlatform } from '../platforms/index.js';
import { deviceId } from '../state/ids.js';
import { blockedDomain, domainId, identityDomain, madeDomain } from '../state/iommu-state.js';
import { boot } from './boot.js';
import { play } from './play.js';

const device = fc.constantFrom(deviceId('dev0'), deviceId('dev1'));
const domain = fc.constantFrom(
  madeDomain(1),
  madeDomain(2),
  madeDomain(9),
  domainId('dev0'),
  identityDomain,
  blockedDomain,
);
const at = fc.constantFrom(0, 0x1000, 0x10000000, 0x10001000, 0x10100000, 0xfffff000, 0x1234, 2 ** 33).map(iova);
const size = fc.constantFrom(0, 1, 0x1000, 0x3000, 0x10000, 0x100000, 0x210000).map(bytes);
const phys = fc.constantFrom(0x60000000, 0x60100000, 0x60001000, 0x60000800, 0x160000000).map(physAddr);
const protection = fc.subarray(['read', 'write', 'cache', 'priv'] as const);
const usual = { direction: 'bidirectional', attrs: [] } as const;

const op: fc.Arbitrary<MachineOp> = fc.oneof(
  fc.record({ kind: fc.constant('iommu-domain-alloc' as const), device }),
  fc.record({ kind: fc.constant('iommu-domain-free' as const), domain }),
  fc.record({ kind: fc.constantFrom('iommu-attach' as const, 'iommu-detach' as const), device, domain }),
  fc.record({ kind: fc.constant('iommu-map' as const), domain, iova: at, phys, size, protection }),
  fc.record({
    kind: fc.constant('iommu-map-sg' as const),
    domain,
    iova: at,
    runs: fc.array(fc.record({ start: phys, length: size }), { maxLength: 3 }),
    protection,
  }),
  fc.record({ kind: fc.constantFrom('iommu-unmap' as const, 'iommu-unmap-fast' as const), domain, iova: at, size }),
  fc.record({ kind: fc.constant('iommu-iotlb-sync' as const), domain }),
  fc.record({ kind: fc.constant('iommu-iova-to-phys' as const), domain, iova: at }),
  fc.record({ kind: fc.constant('iommu-flush-queue' as const), device }),
  fc.record({ kind: fc.constant('iommu-share-group' as const), device, other: device }),
  fc.record({ kind: fc.constant('iommu-add-port' as const), device, iommu: fc.constantFrom('iommu', 'smmu', 'none') }),
  fc.record({ kind: fc.constant('iommu-distrust' as const), device }),
  fc.record({ kind: fc.constant('arm-iommu-create-mapping' as const), device, base: at, size }),
  fc.record({ kind: fc.constant('arm-iommu-attach' as const), device, mapping: domain }),
  fc.record({ kind: fc.constant('arm-iommu-detach' as const), device }),
  fc.record({ kind: fc.constant('arm-iommu-release-mapping' as const), mapping: domain }),
  fc.record({
    kind: fc.constant('alloc-attrs' as const),
    device,
    size,
    gfp: fc.constantFrom('kernel', 'atomic'),
    attrs: fc.constant([]),
  }),
  fc.record({
    kind: fc.constant('map-page' as const),
    device,
    page: phys,
    offset: fc.nat(0x1800),
    size,
    ...constants(usual),
  }),
  fc.record({ kind: fc.constant('unmap-page' as const), device, address: at.map(dmaAddr), size, ...constants(usual) }),
  fc.record({
    kind: fc.constantFrom('device-read' as const, 'device-write' as const),
    device,
    address: at.map(dmaAddr),
    size,
    port: fc.nat(2),
  }),
);

function constants<T extends object>(values: T): { [K in keyof T]: fc.Arbitrary<T[K]> } {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, fc.constant(value)])) as {
    [K in keyof T]: fc.Arbitrary<T[K]>;
  };
}

test.each(['armv7-iommu', 'generic-iommu', 'exynos4', 'omap4', 'pa-risc', 'armv7-noncoh', 'tegra20'])(
  'whatever is asked of the IOMMUs of %s, a step has an answer',
  (name) => {
    const platform = findPlatform(name);
    if (platform === undefined) throw new Error(`no platform ${name}`);
    fc.assert(
      fc.property(fc.array(op, { maxLength: 25 }), (ops) => {
        const frames = play(boot(platform), ops);
        expect(frames).toHaveLength(ops.length);
      }),
      { numRuns: 150 },
    );
  },
);
