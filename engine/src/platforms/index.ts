import { armv5Vivt2011 } from './armv5-vivt-2011.js';
import { armv5Vivt } from './armv5-vivt.js';
import { armv6ViptAliasing } from './armv6-vipt-aliasing.js';
import { armv7Iommu } from './armv7-iommu.js';
import { armv7Noncoh } from './armv7-noncoh.js';
import { exynos4 } from './exynos4.js';
import { genericIommu } from './generic-iommu.js';
import { highbank } from './highbank.js';
import { ixp4xx } from './ixp4xx.js';
import { keystone } from './keystone.js';
import { msm8960 } from './msm8960.js';
import { omap3 } from './omap3.js';
import { omap4 } from './omap4.js';
import { paRisc } from './pa-risc.js';
import type { Platform } from './platform.js';
import { sa1111 } from './sa1111.js';
import { tegra20 } from './tegra20.js';
import { tegra30 } from './tegra30.js';
import { x86Coherent } from './x86-coherent.js';

/** Every preset we ship, in the order menus show them. */
export const platforms: readonly Platform[] = [
  armv7Iommu,
  armv7Noncoh,
  exynos4,
  omap3,
  omap4,
  msm8960,
  tegra20,
  tegra30,
  keystone,
  highbank,
  armv6ViptAliasing,
  armv5Vivt,
  armv5Vivt2011,
  sa1111,
  ixp4xx,
  genericIommu,
  paRisc,
  x86Coherent,
];

export const defaultPlatform = armv7Iommu;

export function findPlatform(name: string): Platform | undefined {
  return platforms.find((platform) => platform.name === name);
}
