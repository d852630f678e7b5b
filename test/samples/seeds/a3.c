// Seed A3: one driver for machines with and without IOMMU. The same calls give an IOVA on one and a physical address on
// the other.
// platforms: exynos4, armv7-noncoh
#include <linux/dma-mapping.h>

static int send(struct device *dev, void __iomem *regs, void *frame)
{
	dma_addr_t dma = dma_map_single(dev, frame, 256, DMA_TO_DEVICE);

	if (dma_mapping_error(dev, dma))
		return -ENOMEM;
	writel(dma, regs);
	dma_unmap_single(dev, dma, 256, DMA_TO_DEVICE);
	return 0;
}
