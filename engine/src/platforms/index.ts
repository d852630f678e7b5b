import { armv7Iommu } from './armv7-iommu.js';
import { armv7Noncoh } from './armv7-noncoh.js';
import { exynos4 } from './exynos4.js';
import type { Platform } from './platform.js';
import { x86Coherent } from './x86-coherent.js';

/** Every preset we ship, in the order menus show them. */
export const platforms: readonly Platform[] = [armv7Iommu, armv7Noncoh, exynos4, x86Coherent];

export const defaultPlatform = armv7Iommu;

export function findPlatform(name: string): Platform | undefined {
  return platforms.find((platform) => platform.name === name);
}
