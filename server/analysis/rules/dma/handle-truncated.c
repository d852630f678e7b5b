struct chip {
	struct device *dev;
	u32 addr;
	int len;
	dma_addr_t wide;
};

static int wide_mask(struct chip *c)
{
	return dma_set_mask(c->dev, DMA_BIT_MASK(40));
}

static int field_bad(struct chip *c, void *buf)
{
	c->addr = dma_map_single(c->dev, buf, 64, DMA_TO_DEVICE); // dma/handle-truncated: the mask allows 40 bits
	if (dma_mapping_error(c->dev, c->addr))
		return -ENOMEM;
	dma_unmap_single(c->dev, c->addr, 64, DMA_TO_DEVICE);
	return 0;
}

static int variable_bad(struct chip *c, struct page *page)
{
	unsigned int addr;

	addr = dma_map_page(c->dev, page, 0, 64, DMA_TO_DEVICE); // dma/handle-truncated: the result of `dma_map_page` is kept in `unsigned int`
	if (dma_mapping_error(c->dev, addr))
		return -ENOMEM;
	dma_unmap_page(c->dev, addr, 64, DMA_TO_DEVICE);
	return 0;
}

static int wide_ok(struct chip *c, void *buf)
{
	c->wide = dma_map_single(c->dev, buf, 64, DMA_TO_DEVICE);
	if (dma_mapping_error(c->dev, c->wide))
		return -ENOMEM;
	dma_unmap_single(c->dev, c->wide, 64, DMA_TO_DEVICE);
	return 0;
}
