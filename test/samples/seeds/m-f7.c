// Seed M-f7: mistakes of the kernel itself. IOVA 0 is handed out and taken for "nothing" by the unmap: the mapping, its
// page-table entry and its address stay.
// platforms: armv7-at-0, armv7-at-0-fixed
#include <linux/dma-mapping.h>

static int receive(struct device *dev, void __iomem *regs, u32 *buf, u32 *value)
{
	dma_addr_t dma = dma_map_single(dev, buf, 4096, DMA_FROM_DEVICE);

	if (dma_mapping_error(dev, dma))
		return -ENOMEM;
	writel(dma, regs);
	dma_unmap_single(dev, dma, 4096, DMA_FROM_DEVICE);
	*value = buf[0];
	return 0;
}
