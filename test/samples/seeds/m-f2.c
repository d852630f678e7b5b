// Seed M-f2: the same cache maintenance with and without IOMMU: what map, sync and unmap do to caches is one function of
// the direction.
// platforms: armv7-noncoh, armv7-iommu
#include <linux/dma-mapping.h>

static int receive(struct device *dev, void __iomem *regs, u32 *buf, u32 *value)
{
	dma_addr_t dma = dma_map_single(dev, buf, 2048, DMA_FROM_DEVICE);

	if (dma_mapping_error(dev, dma))
		return -ENOMEM;
	writel(dma, regs);
	dma_sync_single_for_cpu(dev, dma, 2048, DMA_FROM_DEVICE);
	*value = buf[0];
	dma_sync_single_for_device(dev, dma, 2048, DMA_FROM_DEVICE);
	dma_unmap_single(dev, dma, 2048, DMA_FROM_DEVICE);
	return 0;
}
