// Seed N4: which of a page's addresses is the coherent one? PA-RISC puts the cache index of the kernel's linear address
// into the I/O page directory, whatever address the driver looks through; no call names another one.
// platforms: pa-risc
#include <linux/dma-mapping.h>

static int receive(struct device *dev, void __iomem *regs, struct page *page)
{
	dma_addr_t dma = dma_map_page(dev, page, 0, 4096, DMA_FROM_DEVICE);

	if (dma_mapping_error(dev, dma))
		return -ENOMEM;
	writel(dma, regs);
	dma_unmap_page(dev, dma, 4096, DMA_FROM_DEVICE);
	return 0;
}
