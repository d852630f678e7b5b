/* sg_dma_address() is a place like any other. */
static int one_buffer_ok(struct device *dev, struct scatterlist *sg, void *buf, u32 len)
{
	dma_addr_t addr = dma_map_single(dev, buf, len, DMA_TO_DEVICE);

	if (dma_mapping_error(dev, addr))
		return -ENOMEM;
	sg_dma_address(sg) = addr;
	sg_dma_len(sg) = len;
	dma_unmap_single(dev, sg_dma_address(sg), sg_dma_len(sg), DMA_TO_DEVICE);
	return 0;
}

static int one_buffer_bad(struct device *dev, struct scatterlist *sg, void *buf, u32 len)
{
	dma_addr_t addr = dma_map_single(dev, buf, len, DMA_TO_DEVICE);

	if (dma_mapping_error(dev, addr))
		return -ENOMEM;
	sg_dma_address(sg) = addr;
	sg_dma_len(sg) = len;
	dma_unmap_single(dev, sg_dma_address(sg), sg_dma_len(sg), DMA_FROM_DEVICE); // dma/unmap-direction-mismatch: DMA_FROM_DEVICE
	return 0;
}
