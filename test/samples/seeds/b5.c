// Seed B5: is foreign memory contiguous? A driver for one address asks how many segments the list was mapped to. Behind
// an IOMMU scattered pages are one; without, each is its own, and the driver has to refuse them.
// platforms: armv7-iommu, armv7-noncoh
#include <linux/dma-mapping.h>

static int import_pages(struct device *dev, struct scatterlist *sgl)
{
	int segments = dma_map_sg(dev, sgl, 4, DMA_BIDIRECTIONAL);

	if (!segments)
		return -EIO;
	if (segments > 1) {
		dma_unmap_sg(dev, sgl, 4, DMA_BIDIRECTIONAL);
		return -EFAULT;
	}
	dma_unmap_sg(dev, sgl, 4, DMA_BIDIRECTIONAL);
	return 0;
}
