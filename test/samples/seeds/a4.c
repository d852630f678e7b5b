// Seed A4: DMA operations that know no architecture, on any IOMMU driver. The generic layer hands out addresses from the
// top; lazily, an unmapped page stays reachable until the flush.
// platforms: generic-iommu, generic-lazy
#include <linux/dma-mapping.h>

static int send_two(struct device *dev, void *head, void *body)
{
	dma_addr_t first, second;

	first = dma_map_single(dev, head, 64, DMA_TO_DEVICE);
	if (dma_mapping_error(dev, first))
		return -ENOMEM;
	second = dma_map_single(dev, body, 12288, DMA_TO_DEVICE);
	if (dma_mapping_error(dev, second)) {
		dma_unmap_single(dev, first, 64, DMA_TO_DEVICE);
		return -ENOMEM;
	}
	dma_unmap_single(dev, second, 12288, DMA_TO_DEVICE);
	dma_unmap_single(dev, first, 64, DMA_TO_DEVICE);
	return 0;
}
