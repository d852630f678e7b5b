// Seed N1: memory without a kernel mapping. What comes back is a cookie: a page, a list of pages, or, where the attribute
// is ignored, an address after all.
// platforms: armv7-noncoh, armv7-iommu, generic-iommu, pa-risc
#include <linux/dma-mapping.h>

static int buffer(struct device *dev, u32 **cookie, dma_addr_t *dma)
{
	u32 *it = dmam_alloc_attrs(dev, 1048576, dma, GFP_KERNEL, DMA_ATTR_NO_KERNEL_MAPPING);

	if (!it)
		return -ENOMEM;
	*cookie = it;
	return 0;
}
