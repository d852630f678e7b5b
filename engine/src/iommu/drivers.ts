// What the drivers of IOMMUs do besides writing page tables. Source: drivers/iommu (6.12), the file named at each.

import type { FormatName } from './formats/index.js';

export interface IommuDriver {
  /** What translates once a domain was freed that is still attached. */
  readonly afterFree: 'bypass' | 'old tables' | 'no tables';
  /** Linux `IOMMU_CAP_DEFERRED_FLUSH`: invalidations may wait in a queue. */
  readonly defersFlush: boolean;
  /** How many devices one domain takes. */
  readonly devicesPerDomain: number;
  /** How many domains may be attached at once, and the errno for one more. */
  readonly activeDomains: { readonly most: number; readonly refusal: 'EBUSY' | 'ENOSPC' };
  /** Each IOMMU of a device has tables of its own, and all of them are written alike. */
  readonly mirrorsTables: boolean;
  /** It cannot tell which IOMMU a device from firmware has (quirk Q26), and may sleep under its own lock (quirk Q24). */
  readonly isOmap: boolean;
}

const plain: IommuDriver = {
  afterFree: 'old tables',
  defersFlush: false,
  devicesPerDomain: Infinity,
  activeDomains: { most: Infinity, refusal: 'EBUSY' },
  mirrorsTables: false,
  isOmap: false,
};

/** exynos-iommu.c switches its IOMMU off. */
const exynos: IommuDriver = { ...plain, afterFree: 'bypass' };
/** omap-iommu.c, omap_iommu_attach_dev, omap_iommu_domain_free. */
const omap: IommuDriver = { ...plain, afterFree: 'bypass', devicesPerDomain: 1, mirrorsTables: true, isOmap: true };
/** msm_iommu.c and mtk_iommu.c forget the tables without freeing them. */
const shortDescriptors = plain;
/** arm-smmu.c and arm-smmu-v3.c. */
const smmu: IommuDriver = { ...plain, afterFree: 'no tables', defersFlush: true };
/** tegra-smmu.c, tegra_smmu_alloc_asid: Tegra 30 has four address spaces, later ones 128. */
const tegra30: IommuDriver = { ...plain, activeDomains: { most: 4, refusal: 'ENOSPC' } };
const tegra124: IommuDriver = { ...plain, activeDomains: { most: 128, refusal: 'ENOSPC' } };
/** tegra-gart.c (6.1), gart_iommu_attach_dev. */
const gart: IommuDriver = { ...plain, activeDomains: { most: 1, refusal: 'EBUSY' } };
/** rockchip-iommu.c, rk_iommu_domain_free. */
const rockchip: IommuDriver = { ...plain, afterFree: 'no tables' };
/** drivers/parisc: no domains that a driver could make. */
const parisc = plain;

const drivers: Readonly<Record<FormatName, IommuDriver>> = {
  v7s: { ...shortDescriptors, defersFlush: true },
  'v7s-msm': shortDescriptors,
  'v7s-coherent-walk': shortDescriptors,
  'v7s-non-secure': shortDescriptors,
  'v7s-no-permissions': shortDescriptors,
  'v7s-mediatek': shortDescriptors,
  'v7s-mediatek-low-tables': shortDescriptors,
  'msm-2011': shortDescriptors,
  'sysmmu-v1': exynos,
  'sysmmu-v2': exynos,
  'sysmmu-v3.1': exynos,
  'sysmmu-v3.2': exynos,
  'sysmmu-v3': exynos,
  'sysmmu-v3-linux-3.10': exynos,
  'sysmmu-v5': exynos,
  'sysmmu-v7': exynos,
  omap3: omap,
  omap4: omap,
  'lpae-s1': smmu,
  'lpae-s1-16k': smmu,
  'lpae-s1-64k': smmu,
  'lpae-s2': smmu,
  'lpae32-s1': smmu,
  'lpae32-s2': smmu,
  'lpae-s1-smmu-v3': smmu,
  'mali-lpae': smmu,
  'tegra30-smmu': tegra30,
  'tegra124-smmu': tegra124,
  'tegra20-gart': gart,
  'rockchip-v1': rockchip,
  'rockchip-v2': rockchip,
  'parisc-sba': parisc,
  'parisc-ccio': parisc,
  'parisc-ccio-32': parisc,
};

/** The driver of the IOMMUs that have a format. */
export function driverOf(format: FormatName): IommuDriver {
  return drivers[format];
}
