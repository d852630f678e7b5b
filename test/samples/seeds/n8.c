// Seed N8: others may ignore the attribute. A driver that uses the result as an address works there, and only there.
// platforms: generic-iommu, pa-risc, armv7-noncoh, armv7-iommu
#include <linux/dma-mapping.h>

static int clear_first(struct device *dev, dma_addr_t *dma)
{
	u32 *it = dmam_alloc_attrs(dev, 4096, dma, GFP_KERNEL, DMA_ATTR_NO_KERNEL_MAPPING);

	if (!it)
		return -ENOMEM;
	it[0] = 0;
	return 0;
}
