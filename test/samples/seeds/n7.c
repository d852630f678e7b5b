// Seed N7: pieces of memory that are one stretch for the device, without vmalloc space. The mapping that is left out
// would have needed as much of it as the buffer has.
// platforms: armv7-iommu, exynos4
#include <linux/dma-mapping.h>

static void *frame(struct device *dev, dma_addr_t *dma)
{
	return dmam_alloc_attrs(dev, 4194304, dma, GFP_KERNEL, DMA_ATTR_NO_KERNEL_MAPPING);
}

static void *mapped_frame(struct device *dev, dma_addr_t *dma)
{
	return dmam_alloc_attrs(dev, 4194304, dma, GFP_KERNEL, 0);
}
