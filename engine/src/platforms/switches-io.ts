// Switches about devices: how they reach memory.

import { bytes, iova } from '../address/spaces.js';
import { type FormatName, formatNames } from '../iommu/formats/index.js';
import { address, either, flag, oneOf, size } from './form.js';
import { type BackendName, backendNames, type IommuInstance, type IovaSpace, type Platform } from './platform.js';
import { type Switch, switchOf } from './switch.js';

const mib = 1024 ** 2;
const gib = 1024 ** 3;
const fourGib = 4 * gib;
const pages = { granule: 4096 };

const off = oneOf(['off']);

/** Operations that differ only in whether the device snoops, as pairs: without, with. */
const coherentPairs: readonly (readonly [BackendName, BackendName])[] = [
  ['direct-noncoherent', 'direct-coherent'],
  ['arm-iommu', 'arm-iommu-coherent'],
];

/** What Linux makes without being told: kernel/dma/swiotlb.c (6.12), IO_TLB_DEFAULT_SIZE. */
const usualSwiotlbBytes = 64 * mib;
const usualIovaSpace: IovaSpace = {
  kind: 'bitmap',
  base: iova(0x20000000),
  bytes: bytes(128 * mib),
  inUse: bytes(0),
};

export const ioSwitches = {
  backend: switchOf('The DMA operations of devices', oneOf(backendNames), (it, backend) => ({
    ...it,
    backend,
    devicesSnoop: coherentPairs.some(([, coherent]) => coherent === backend) || it.devicesSnoop,
    ...(backend === 'parisc-uncached' ? { devicesSnoop: false, maintenance: 'pcx-l' as const } : {}),
  })),
  coherent: switchOf('Whether devices see what CPU caches hold', flag, withCoherence),
  iommu: switchOf(
    'The page-table format of the IOMMU, which then is the only one',
    either(oneOf(formatNames), off),
    (it, format) => ({ ...it, iommus: format === 'off' ? [] : [withFormat(it.iommus[0], format)] }),
  ),
  iovaBase: switchOf(
    'Where the addresses of IOMMUs start',
    address({ min: 0, max: fourGib - 4096, ...pages }),
    (it, base) => withIova(it, (space) => rebased(space, base)),
  ),
  iovaSize: switchOf(
    'How many addresses of IOMMUs there are',
    size({ min: mib, max: fourGib, granule: mib }),
    (it, length) => withIova(it, (space) => resized(space, length)),
  ),
  iommuStrict: switchOf('Whether an unmapped address is invalidated at once', flag, (it, iommuStrict) => ({
    ...it,
    iommuStrict,
  })),
  genericOnArm32: switchOf(
    'Whether 32-bit ARM may use the generic IOMMU layer, as no kernel does',
    flag,
    (it, genericOnArm32) => ({ ...it, genericOnArm32 }),
  ),
  swiotlb: switchOf(
    'Bounce buffers; with `force` every streaming mapping uses them',
    either(size({ min: mib, max: gib, granule: mib }), oneOf(['off', 'force'] as const)),
    (it, pool) => ({ ...it, swiotlb: swiotlbOf(it, pool) }),
  ),
  restrictedPool: switchOf(
    'A bounce pool of each device’s own that everything goes through',
    either(size({ min: mib, max: gib, granule: mib }), off),
    (it, pool) => ({ ...it, restrictedPoolBytes: bytes(pool === 'off' ? 0 : pool) }),
  ),
} as const satisfies Readonly<Record<string, Switch>>;

function withCoherence(platform: Platform, coherent: boolean): Platform {
  const pair = coherentPairs.find((it) => it.includes(platform.backend));
  const backend = pair?.[coherent ? 1 : 0] ?? platform.backend;
  return { ...platform, backend, devicesSnoop: coherent };
}

function withFormat(old: IommuInstance | undefined, format: FormatName): IommuInstance {
  return { name: 'iommu', iova: usualIovaSpace, unhandledFault: 'log', ...old, format };
}

function withIova(platform: Platform, change: (space: IovaSpace) => IovaSpace): Platform {
  return { ...platform, iommus: platform.iommus.map((it) => ({ ...it, iova: change(it.iova) })) };
}

/** As a fresh machine: nothing is in use. */
function rebased(space: IovaSpace, base: number): IovaSpace {
  if (space.kind === 'tree') return { ...space, start: iova(base) };
  return { ...space, base: iova(base), bytes: bytes(Math.min(space.bytes, fourGib - base)), inUse: bytes(0) };
}

function resized(space: IovaSpace, length: number): IovaSpace {
  return space.kind === 'tree' ? { ...space, end: iova(space.start + length) } : { ...space, bytes: bytes(length) };
}

function swiotlbOf({ swiotlb }: Platform, written: number | 'off' | 'force'): Platform['swiotlb'] {
  if (written === 'off') return { kind: 'off' };
  if (written !== 'force') return { kind: 'pool', bytes: bytes(written), force: false };
  return { kind: 'pool', bytes: swiotlb.kind === 'pool' ? swiotlb.bytes : bytes(usualSwiotlbBytes), force: true };
}
