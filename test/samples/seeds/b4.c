// Seed B4: memory by what the hardware needs. Contiguous and uncached, or cached pages that change hands: on a core that
// does not speculate the second costs one invalidate before, and none after.
// platforms: armv5-vivt, armv7-noncoh
#include <linux/dma-mapping.h>

static void *contiguous(struct device *dev, dma_addr_t *dma)
{
	return dmam_alloc_coherent(dev, 65536, dma, GFP_KERNEL);
}

static int scattered(struct device *dev, struct sg_table *sgt)
{
	int ret = dma_map_sgtable(dev, sgt, DMA_FROM_DEVICE, 0);

	if (ret)
		return ret;
	dma_sync_sgtable_for_cpu(dev, sgt, DMA_FROM_DEVICE);
	dma_sync_sgtable_for_device(dev, sgt, DMA_FROM_DEVICE);
	dma_unmap_sgtable(dev, sgt, DMA_FROM_DEVICE, 0);
	return 0;
}
