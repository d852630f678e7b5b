/* Left over from before: parameters declared after the list, fields named with a colon, the implicit int. */
struct slot { dma_addr_t addr; u32 len; };

/* FN: the grammar does not take this for a function. */
static int fn_knr_bad(dev, buf, len)
	struct device *dev;
	void *buf;
	size_t len;
{
	dma_addr_t addr = dma_map_single(dev, buf, len, DMA_TO_DEVICE);

	if (dma_mapping_error(dev, addr))
		return -ENOMEM;
	dma_unmap_single(dev, addr, len - 4, DMA_TO_DEVICE);
	return 0;
}

static int colon_bad(struct device *dev, void *buf)
{
	struct slot s = { len: 64 };

	s.addr = dma_map_single(dev, buf, s.len, DMA_TO_DEVICE);
	if (dma_mapping_error(dev, s.addr))
		return -ENOMEM;
	dma_unmap_single(dev, s.addr, 32, DMA_TO_DEVICE); // dma/unmap-size-mismatch: 32
	return 0;
}

static int after_them_ok(struct device *dev, void *buf)
{
	dma_addr_t addr = dma_map_single(dev, buf, 64, DMA_TO_DEVICE);

	if (dma_mapping_error(dev, addr))
		return -ENOMEM;
	dma_unmap_single(dev, addr, 64, DMA_TO_DEVICE);
	return 0;
}
