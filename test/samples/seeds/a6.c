// Seed A6: page tables of Samsung, Qualcomm, TI, NVIDIA, Rockchip and ARM. The device may only read the buffer: words
// that can say so do.
// platforms: exynos4, exynos4-2013, msm8960-mapped, omap3-2013, tegra30, rockchip, armv7-iommu, generic-iommu
#include <linux/dma-mapping.h>

static dma_addr_t show(struct device *dev, void *page)
{
	dma_addr_t dma = dma_map_single(dev, page, 4096, DMA_TO_DEVICE);

	if (dma_mapping_error(dev, dma))
		return DMA_MAPPING_ERROR;
	return dma;
}
