static int mapped_bad(struct device *dev, void *buf, dma_addr_t *kept)
{
	dma_addr_t addr = dma_map_single(dev, buf, 64, DMA_TO_DEVICE);

	if (dma_mapping_error(dev, addr))
		return -ENOMEM;
	dma_sync_single_for_device(dev, addr, 64, DMA_TO_DEVICE); // dma/redundant-sync: that `dma_map_single` does not do
	*kept = addr;
	return 0;
}

static int written_ok(struct device *dev, u8 *buf, dma_addr_t *kept)
{
	dma_addr_t addr = dma_map_single(dev, buf, 64, DMA_BIDIRECTIONAL);

	if (dma_mapping_error(dev, addr))
		return -ENOMEM;
	dma_sync_single_for_cpu(dev, addr, 64, DMA_BIDIRECTIONAL);
	buf[0] = 1;
	dma_sync_single_for_device(dev, addr, 64, DMA_BIDIRECTIONAL);
	*kept = addr;
	return 0;
}

static void part_ok(struct device *dev, dma_addr_t addr)
{
	dma_sync_single_for_cpu(dev, addr, 16, DMA_FROM_DEVICE);
	dma_unmap_single(dev, addr, 64, DMA_FROM_DEVICE);
}
