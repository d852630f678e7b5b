// Seed M2: one table of operations for each kind of device, some of them with gaps. Pages of the kernel's own and
// device registers are not for every table.
// platforms: armv7-noncoh, armv7-iommu, generic-iommu, pa-risc
#include <linux/dma-mapping.h>

static int pages(struct device *dev, dma_addr_t *dma)
{
	struct page *page = dma_alloc_pages(dev, 4096, dma, DMA_TO_DEVICE, GFP_KERNEL);

	if (!page)
		return -ENOMEM;
	dma_free_pages(dev, 4096, page, *dma, DMA_TO_DEVICE);
	return 0;
}

static int fifo(struct device *dev, phys_addr_t port, dma_addr_t *dma)
{
	*dma = dma_map_resource(dev, port, 64, DMA_TO_DEVICE, 0);
	if (dma_mapping_error(dev, *dma))
		return -ENOMEM;
	dma_unmap_resource(dev, *dma, 64, DMA_TO_DEVICE, 0);
	return 0;
}
