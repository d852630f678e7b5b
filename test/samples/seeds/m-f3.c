// Seed M-f3: bounce buffers as operations of their own. The device cannot reach the buffer, so what it brings is in a
// copy until the unmap.
// platforms: ixp4xx, x86-bouncing, armv7-noncoh
#include <linux/dma-mapping.h>

static int receive(struct device *dev, void __iomem *regs, u32 *buf, u32 *value)
{
	dma_addr_t dma = dma_map_single(dev, buf, 100, DMA_FROM_DEVICE);

	if (dma_mapping_error(dev, dma))
		return -ENOMEM;
	writel(dma, regs);
	*value = buf[0];
	dma_unmap_single(dev, dma, 100, DMA_FROM_DEVICE);
	return 0;
}
