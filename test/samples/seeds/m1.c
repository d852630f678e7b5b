// Seed M1: what the ops of 2011 lacked. A sync of a part reaches a bounce buffer by the mapping's own address and an
// offset; by the sum of both the kernel of 2011 finds no mapping, later ones do. Write-combined memory became an
// attribute.
// platforms: ixp4xx-2011, ixp4xx, armv7-noncoh
#include <linux/dma-mapping.h>

static int sync_by_offset(struct device *dev, void __iomem *regs, u8 *buf)
{
	dma_addr_t dma = dma_map_single(dev, buf, 128, DMA_FROM_DEVICE);

	if (dma_mapping_error(dev, dma))
		return -ENOMEM;
	writel(dma, regs);
	dma_sync_single_range_for_cpu(dev, dma, 64, 64, DMA_FROM_DEVICE);
	dma_unmap_single(dev, dma, 128, DMA_FROM_DEVICE);
	return 0;
}

static int sync_by_sum(struct device *dev, void __iomem *regs, u8 *buf)
{
	dma_addr_t dma = dma_map_single(dev, buf, 128, DMA_FROM_DEVICE);

	if (dma_mapping_error(dev, dma))
		return -ENOMEM;
	writel(dma, regs);
	dma_sync_single_for_cpu(dev, dma + 64, 64, DMA_FROM_DEVICE);
	dma_unmap_single(dev, dma, 128, DMA_FROM_DEVICE);
	return 0;
}

static void *framebuffer(struct device *dev, dma_addr_t *dma)
{
	return dma_alloc_wc(dev, 65536, dma, GFP_KERNEL);
}
