// Seed N6: highmem for coherent memory. Behind an IOMMU pages come from anywhere; without one, memory for the device only
// may, and memory with a kernel mapping does not.
// platforms: armv7-iommu, armv7-noncoh-1g
#include <linux/dma-mapping.h>

static void *with_mapping(struct device *dev, dma_addr_t *dma)
{
	return dmam_alloc_coherent(dev, 16384, dma, GFP_KERNEL);
}

static void *without_mapping(struct device *dev, dma_addr_t *dma)
{
	return dmam_alloc_attrs(dev, 16384, dma, GFP_KERNEL, DMA_ATTR_NO_KERNEL_MAPPING);
}
