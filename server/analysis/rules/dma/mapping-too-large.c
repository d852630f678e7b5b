static int large_bad(struct device *dev, void *image)
{
	dma_addr_t addr = dma_map_single(dev, image, SZ_1M, DMA_TO_DEVICE); // dma/mapping-too-large: maps 1048576 bytes

	if (dma_mapping_error(dev, addr))
		return -ENOMEM;
	dma_unmap_single(dev, addr, SZ_1M, DMA_TO_DEVICE);
	return 0;
}

static int small_ok(struct device *dev, void *image)
{
	dma_addr_t addr = dma_map_single(dev, image, SZ_256K, DMA_TO_DEVICE);

	if (dma_mapping_error(dev, addr))
		return -ENOMEM;
	dma_unmap_single(dev, addr, SZ_256K, DMA_TO_DEVICE);
	return 0;
}
