static int map_bad(void *buf)
{
	struct device *none = NULL;
	dma_addr_t addr = dma_map_single(none, buf, 64, DMA_TO_DEVICE); // dma/null-device: `dma_map_single`

	if (dma_mapping_error(NULL, addr)) // dma/null-device: `dma_mapping_error`
		return -ENOMEM;
	dma_unmap_single(NULL, addr, 64, DMA_TO_DEVICE); // dma/null-device: `dma_unmap_single`
	return 0;
}

static void *given_ok(struct device *dev, dma_addr_t *addr)
{
	return dma_alloc_coherent(dev ? dev : NULL, 64, addr, GFP_KERNEL);
}
