static int read_bad(struct device *dev, void *buf)
{
	dma_addr_t addr = dma_map_single(dev, buf, 4096, DMA_FROM_DEVICE);

	if (dma_mapping_error(dev, addr))
		return -ENOMEM;
	dma_sync_single_range_for_cpu(dev, addr, 2048, 4096, DMA_FROM_DEVICE); // dma/sync-range: syncs `4096` bytes from offset `2048`, but `4096` are mapped
	dma_unmap_single(dev, addr, 4096, DMA_FROM_DEVICE);
	return 0;
}

static int read_ok(struct device *dev, void *buf)
{
	dma_addr_t addr = dma_map_single(dev, buf, 4096, DMA_FROM_DEVICE);

	if (dma_mapping_error(dev, addr))
		return -ENOMEM;
	dma_sync_single_range_for_cpu(dev, addr, 2048, 2048, DMA_FROM_DEVICE);
	dma_unmap_single(dev, addr, 4096, DMA_FROM_DEVICE);
	return 0;
}

static int by_address_bad(struct device *dev, void *buf, size_t len)
{
	dma_addr_t addr = dma_map_single(dev, buf, len, DMA_FROM_DEVICE);

	if (dma_mapping_error(dev, addr))
		return -ENOMEM;
	dma_sync_single_for_cpu(dev, addr + 64, len, DMA_FROM_DEVICE); // dma/sync-range: from offset `64`
	dma_unmap_single(dev, addr, len, DMA_FROM_DEVICE);
	return 0;
}

static int by_address_ok(struct device *dev, void *buf, size_t len)
{
	dma_addr_t addr = dma_map_single(dev, buf, len, DMA_FROM_DEVICE);

	if (dma_mapping_error(dev, addr))
		return -ENOMEM;
	dma_sync_single_for_cpu(dev, addr + 64, len - 64, DMA_FROM_DEVICE);
	dma_unmap_single(dev, addr, len, DMA_FROM_DEVICE);
	return 0;
}

static int reported_ok(struct device *dev, void __iomem *regs, void *buf)
{
	dma_addr_t addr = dma_map_single(dev, buf, 512, DMA_FROM_DEVICE);

	if (dma_mapping_error(dev, addr))
		return -ENOMEM;
	dma_sync_single_for_cpu(dev, addr, readl(regs), DMA_FROM_DEVICE);
	dma_unmap_single(dev, addr, 512, DMA_FROM_DEVICE);
	return 0;
}
