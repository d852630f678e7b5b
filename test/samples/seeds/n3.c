// Seed N3: PA-RISC. Each word of the I/O page directory ends in the cache index of the kernel's address, so the device is
// coherent with that mapping and with those that lie at the same place modulo 4 MiB.
// platforms: pa-risc
#include <linux/dma-mapping.h>

static int copy(struct device *dev, void __iomem *regs, void *in, void *out)
{
	dma_addr_t src, dst;

	src = dma_map_single(dev, in, 4096, DMA_TO_DEVICE);
	if (dma_mapping_error(dev, src))
		return -ENOMEM;
	dst = dma_map_single(dev, out, 4096, DMA_FROM_DEVICE);
	if (dma_mapping_error(dev, dst)) {
		dma_unmap_single(dev, src, 4096, DMA_TO_DEVICE);
		return -ENOMEM;
	}
	writel(src, regs);
	writel(dst, regs + 4);
	dma_unmap_single(dev, dst, 4096, DMA_FROM_DEVICE);
	dma_unmap_single(dev, src, 4096, DMA_TO_DEVICE);
	return 0;
}
