// Seed M-f1: the operations that IOMMUs lacked at first: single, page and list mappings, and syncs of each.
// platforms: exynos4, armv7-iommu
#include <linux/dma-mapping.h>

static int by_page(struct device *dev, void __iomem *regs, struct page *page)
{
	dma_addr_t dma = dma_map_page(dev, page, 256, 1024, DMA_BIDIRECTIONAL);

	if (dma_mapping_error(dev, dma))
		return -ENOMEM;
	writel(dma, regs);
	dma_sync_single_for_cpu(dev, dma, 1024, DMA_BIDIRECTIONAL);
	dma_sync_single_for_device(dev, dma, 1024, DMA_BIDIRECTIONAL);
	dma_unmap_page(dev, dma, 1024, DMA_BIDIRECTIONAL);
	return 0;
}

static int by_list(struct device *dev, struct scatterlist *sgl)
{
	int nents = dma_map_sg(dev, sgl, 3, DMA_FROM_DEVICE);

	if (!nents)
		return -EIO;
	dma_sync_sg_for_cpu(dev, sgl, 3, DMA_FROM_DEVICE);
	dma_unmap_sg(dev, sgl, 3, DMA_FROM_DEVICE);
	return nents;
}
