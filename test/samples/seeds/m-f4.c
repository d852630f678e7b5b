// Seed M-f4: dma_map_single() is dma_map_page() of the page behind the pointer: the same handle, the same words. The
// checker of 2011 told them apart all the same.
// platforms: armv7-noncoh, armv7-iommu, armv5-vivt-2011
#include <linux/dma-mapping.h>

static int by_address(struct device *dev, void *buf)
{
	dma_addr_t dma = dma_map_single(dev, buf, 512, DMA_TO_DEVICE);

	if (dma_mapping_error(dev, dma))
		return -ENOMEM;
	dma_unmap_single(dev, dma, 512, DMA_TO_DEVICE);
	return 0;
}

static int by_page(struct device *dev, void *buf)
{
	dma_addr_t dma = dma_map_page(dev, virt_to_page(buf), offset_in_page(buf), 512, DMA_TO_DEVICE);

	if (dma_mapping_error(dev, dma))
		return -ENOMEM;
	dma_unmap_page(dev, dma, 512, DMA_TO_DEVICE);
	return 0;
}
