// Seed B2: the pages of a coherent allocation. A table of them exists for every kind of memory that has pages; behind an
// IOMMU it has as many entries as there are pieces.
// platforms: armv7-noncoh, armv7-iommu, generic-iommu, armv7-coherent-iommu
#include <linux/dma-mapping.h>

static int pages_of(struct device *dev, struct sg_table *sgt)
{
	dma_addr_t dma;
	void *cpu = dmam_alloc_coherent(dev, 1056768, &dma, GFP_KERNEL);

	if (!cpu)
		return -ENOMEM;
	return dma_get_sgtable(dev, sgt, cpu, dma, 1056768);
}
