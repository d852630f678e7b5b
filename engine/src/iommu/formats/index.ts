import { iova } from '../../address/spaces.js';
import type { PageTableFormat } from './format.js';
import { everyFormatQuirk, type FormatQuirks } from './format-quirk.js';
import { type LpaeConfig, lpaeFormat } from './lpae.js';
import type { LpaeRegime } from './lpae-words.js';
import { msm2011Format } from './msm-2011.js';
import { omapFormat } from './omap.js';
import { plainAttributes } from './omap-words.js';
import { paRiscPdirFormat } from './parisc-pdir.js';
import { rockchipFormat } from './rockchip.js';
import { sysmmuFormat } from './sysmmu.js';
import type { SysmmuEncoding } from './sysmmu-words.js';
import { tegraGartFormat } from './tegra-gart.js';
import { tegraSmmuFormat } from './tegra-smmu.js';
import { type V7sConfig, v7sFormat } from './v7s.js';
import type { V7sQuirk } from './v7s-words.js';

type MakeFormat = (name: string, kernelQuirks: FormatQuirks) => PageTableFormat;

const thirtyTwoBits = { inputBits: 32, outputBits: 32, isWalkCoherent: false, flushesAfterMap: false } as const;

const v7s =
  (
    quirks: readonly V7sQuirk[],
    options: Partial<Pick<V7sConfig, 'isWalkCoherent' | 'flushesAfterMap'>> = {},
  ): MakeFormat =>
  (name, kernelQuirks) =>
    v7sFormat({ name, ...thirtyTwoBits, ...options, quirks, kernelQuirks });

const mediatek =
  (quirks: readonly V7sQuirk[]): MakeFormat =>
  (name, kernelQuirks) =>
    v7sFormat({ ...thirtyTwoBits, name, inputBits: 34, outputBits: 35, quirks, flushesAfterMap: true, kernelQuirks });

const sysmmu =
  (major: number, minor: number, encoding: SysmmuEncoding): MakeFormat =>
  (name, kernelQuirks) =>
    sysmmuFormat({ name, version: { major, minor }, encoding, kernelQuirks });

const omap =
  (cachelineBytes: 32 | 64): MakeFormat =>
  (name, kernelQuirks) =>
    omapFormat({ name, attributes: plainAttributes, cachelineBytes, kernelQuirks });

const lpaeDefaults = {
  width: 64,
  offeredPageSizes: [0x1000, 0x200000, 0x40000000],
  isNonSecure: false,
  isWalkCoherent: false,
  reporter: 'smmu',
} as const;

const lpae =
  (
    regime: LpaeRegime,
    inputBits: number,
    outputBits: number,
    options: Partial<Pick<LpaeConfig, keyof typeof lpaeDefaults>> = {},
  ): MakeFormat =>
  (name, kernelQuirks) =>
    lpaeFormat({ ...lpaeDefaults, ...options, name, regime, inputBits, outputBits, kernelQuirks });

const gibibyte = 2 ** 30;

/** The formats a platform can name. */
const makers = {
  v7s: v7s([]),
  'v7s-msm': v7s([], { flushesAfterMap: true }),
  'v7s-coherent-walk': v7s([], { isWalkCoherent: true }),
  'v7s-non-secure': v7s(['arm-ns']),
  'v7s-no-permissions': v7s(['no-perms']),
  'v7s-mediatek': mediatek(['no-perms', 'mtk-ext', 'mtk-ttbr-ext']),
  'v7s-mediatek-low-tables': mediatek(['no-perms', 'mtk-ext']),
  /** With the remap registers that Linux 2.6.39 sets on ARM, uncached memory would have class 1; write-back memory has 7. */
  'msm-2011': (name) => msm2011Format({ name, typeClasses: { uncached: 0, cached: 7 } }),

  'sysmmu-v1': sysmmu(1, 0, 'plain'),
  'sysmmu-v2': sysmmu(2, 0, 'plain'),
  'sysmmu-v3.1': sysmmu(3, 1, 'plain'),
  'sysmmu-v3.2': sysmmu(3, 2, 'plain'),
  /** Version 3.3, as on Exynos 4. */
  'sysmmu-v3': sysmmu(3, 3, 'plain'),
  'sysmmu-v3-linux-3.10': sysmmu(3, 3, 'unprotected'),
  'sysmmu-v5': sysmmu(5, 0, 'shifted'),
  'sysmmu-v7': sysmmu(7, 0, 'shifted'),

  omap3: omap(64),
  omap4: omap(32),

  'lpae-s1': lpae('stage-1', 48, 48),
  'lpae-s1-16k': lpae('stage-1', 47, 48, { offeredPageSizes: [0x4000, 0x2000000] }),
  'lpae-s1-64k': lpae('stage-1', 48, 52, { offeredPageSizes: [0x10000, 0x20000000] }),
  'lpae-s2': lpae('stage-2', 40, 40),
  'lpae32-s1': lpae('stage-1', 32, 40, { width: 32 }),
  'lpae32-s2': lpae('stage-2', 40, 40, { width: 32 }),
  'lpae-s1-smmu-v3': lpae('stage-1', 48, 48, { reporter: 'smmu-v3', isWalkCoherent: true }),
  'mali-lpae': lpae('mali', 48, 40, { width: 32, reporter: 'mali' }),

  'tegra30-smmu': (name) => tegraSmmuFormat({ name, frameBits: 20, wordCacheLineBytes: 16 }),
  'tegra124-smmu': (name) => tegraSmmuFormat({ name, frameBits: 22, wordCacheLineBytes: 32 }),
  'tegra20-gart': (name) => tegraGartFormat({ name, aperture: { start: iova(0x58000000), bytes: 0x2000000 } }),

  'rockchip-v1': (name, kernelQuirks) => rockchipFormat({ name, version: 1, kernelQuirks }),
  'rockchip-v2': (name, kernelQuirks) => rockchipFormat({ name, version: 2, kernelQuirks }),

  'parisc-sba': (name) => paRiscPdirFormat({ name, layout: 'sba', iovaBytes: gibibyte }),
  'parisc-ccio': (name) => paRiscPdirFormat({ name, layout: 'ccio-64', iovaBytes: gibibyte }),
  'parisc-ccio-32': (name) => paRiscPdirFormat({ name, layout: 'ccio-32', iovaBytes: gibibyte }),
} as const satisfies Readonly<Record<string, MakeFormat>>;

export type FormatName = keyof typeof makers;

export const formatNames = Object.keys(makers) as readonly FormatName[];

const made = new Map<string, PageTableFormat>();

/** The format with the kernel's mistakes, or with those of them that are named. */
export function formatByName(name: FormatName, kernelQuirks: FormatQuirks = everyFormatQuirk): PageTableFormat {
  const key = kernelQuirks === everyFormatQuirk ? name : `${name} with ${[...kernelQuirks].join(' ')}`;
  const existing = made.get(key);
  if (existing !== undefined) return existing;
  const format = makers[name](name, kernelQuirks);
  made.set(key, format);
  return format;
}
