// Seed M-f6: IOVAs from a bitmap: first fit, aligned to the size of the request.
// platforms: armv7-iommu
#include <linux/dma-mapping.h>

static int three(struct device *dev, void *a, void *b, void *c)
{
	dma_addr_t five, one, four;

	five = dma_map_single(dev, a, 20480, DMA_TO_DEVICE);
	if (dma_mapping_error(dev, five))
		return -ENOMEM;
	one = dma_map_single(dev, b, 4096, DMA_TO_DEVICE);
	if (dma_mapping_error(dev, one))
		goto unmap_five;
	four = dma_map_single(dev, c, 16384, DMA_TO_DEVICE);
	if (dma_mapping_error(dev, four))
		goto unmap_one;
	dma_unmap_single(dev, four, 16384, DMA_TO_DEVICE);
	dma_unmap_single(dev, one, 4096, DMA_TO_DEVICE);
	dma_unmap_single(dev, five, 20480, DMA_TO_DEVICE);
	return 0;

unmap_one:
	dma_unmap_single(dev, one, 4096, DMA_TO_DEVICE);
unmap_five:
	dma_unmap_single(dev, five, 20480, DMA_TO_DEVICE);
	return -ENOMEM;
}
