import type { PageTableFormat } from './format.js';
import { sysmmuFormat } from './sysmmu.js';
import { v7sFormat } from './v7s.js';

const thirtyTwoBits = { inputBits: 32, outputBits: 32, isWalkCoherent: false } as const;

/** The formats a platform can name. Version 3 is 3.3, as on Exynos 4. */
export const formats = {
  v7s: v7sFormat({ name: 'v7s', ...thirtyTwoBits, quirks: [] }),
  'v7s-coherent-walk': v7sFormat({ name: 'v7s-coherent-walk', ...thirtyTwoBits, quirks: [], isWalkCoherent: true }),
  'v7s-mediatek': v7sFormat({
    name: 'v7s-mediatek',
    inputBits: 34,
    outputBits: 35,
    quirks: ['no-perms', 'mtk-ext', 'mtk-ttbr-ext'],
    isWalkCoherent: false,
  }),
  'sysmmu-v2': sysmmuFormat({ name: 'sysmmu-v2', version: { major: 2, minor: 0 }, encoding: 'plain' }),
  'sysmmu-v3': sysmmuFormat({ name: 'sysmmu-v3', version: { major: 3, minor: 3 }, encoding: 'plain' }),
  'sysmmu-v3-linux-3.10': sysmmuFormat({
    name: 'sysmmu-v3-linux-3.10',
    version: { major: 3, minor: 3 },
    encoding: 'unprotected',
  }),
  'sysmmu-v5': sysmmuFormat({ name: 'sysmmu-v5', version: { major: 5, minor: 0 }, encoding: 'shifted' }),
} as const satisfies Readonly<Record<string, PageTableFormat>>;

export type FormatName = keyof typeof formats;

export function formatByName(name: FormatName): PageTableFormat {
  return formats[name];
}
