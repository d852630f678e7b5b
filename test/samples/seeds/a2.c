// Seed A2: non-coherent memory. ARM had no such allocation in 2011; today it gives cached pages that change hands by
// syncs, and the CPU sees what the device wrote after dma_sync_single_for_cpu() only. ARM's own IOMMU code has none yet.
// platforms: armv5-vivt-2011, armv7-noncoh, armv7-iommu, generic-iommu
#include <linux/dma-mapping.h>

static int capture(struct device *dev, void __iomem *regs)
{
	dma_addr_t dma;
	u32 *frame = dma_alloc_noncoherent(dev, 8192, &dma, DMA_FROM_DEVICE, GFP_KERNEL);

	if (!frame)
		return -ENOMEM;
	dma_sync_single_for_device(dev, dma, 8192, DMA_FROM_DEVICE);
	writel(dma, regs);
	dma_sync_single_for_cpu(dev, dma, 8192, DMA_FROM_DEVICE);
	dma_free_noncoherent(dev, 8192, frame, dma, DMA_FROM_DEVICE);
	return 0;
}
