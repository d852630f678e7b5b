static int read_ok(struct device *dev, size_t len)
{
	u8 *buf = kzalloc(len, GFP_KERNEL);
	dma_addr_t addr;
	int first = -ENOMEM;

	if (!buf)
		return first;
	addr = dma_map_single(dev, buf, len, DMA_BIDIRECTIONAL);
	if (!dma_mapping_error(dev, addr)) {
		dma_unmap_single(dev, addr, len, DMA_BIDIRECTIONAL);
		first = buf[0];
	}
	kfree(buf);
	return first;
}

static int written_bad(struct device *dev, size_t len)
{
	u8 *buf = kzalloc(len, GFP_KERNEL);
	dma_addr_t addr;

	if (!buf)
		return -ENOMEM;
	buf[0] = 1;
	addr = dma_map_single(dev, buf, len, DMA_BIDIRECTIONAL); // dma/bidirectional-overuse: `dma_map_single`
	if (!dma_mapping_error(dev, addr))
		dma_unmap_single(dev, addr, len, DMA_BIDIRECTIONAL);
	kfree(buf);
	return 0;
}
