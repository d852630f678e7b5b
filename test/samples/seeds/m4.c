// Seed M4: the Exynos 4 driver. Every size of page and every direction has its word; in Linux 3.10, which knew no
// permissions, directions look alike.
// platforms: exynos4, exynos4-2013
#include <linux/dma-mapping.h>

static int scale(struct device *dev, void __iomem *regs, void *in, void *out)
{
	dma_addr_t src, dst;

	src = dma_map_single(dev, in, 65536, DMA_TO_DEVICE);
	if (dma_mapping_error(dev, src))
		return -ENOMEM;
	dst = dma_map_single(dev, out, 4096, DMA_FROM_DEVICE);
	if (dma_mapping_error(dev, dst)) {
		dma_unmap_single(dev, src, 65536, DMA_TO_DEVICE);
		return -ENOMEM;
	}
	writel(src, regs);
	writel(dst, regs + 4);
	dma_unmap_single(dev, dst, 4096, DMA_FROM_DEVICE);
	dma_unmap_single(dev, src, 65536, DMA_TO_DEVICE);
	return 0;
}
