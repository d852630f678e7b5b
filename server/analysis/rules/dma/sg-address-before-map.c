struct chip { struct device *dev; struct scatterlist *in; };

static int built_bad(struct device *dev, void *buf)
{
	struct scatterlist sg;
	dma_addr_t addr;

	sg_init_one(&sg, buf, 64);
	addr = sg_dma_address(&sg); // dma/sg-address-before-map: `sg_dma_address`
	if (!dma_map_sg(dev, &sg, 1, DMA_TO_DEVICE))
		return -ENOMEM;
	dma_unmap_sg(dev, &sg, 1, DMA_TO_DEVICE);
	return lower_32_bits(addr);
}

static int field_bad(struct chip *c)
{
	size_t count = sg_dma_len(c->in); // dma/sg-address-before-map: `sg_dma_len`

	if (!dma_map_sg(c->dev, c->in, 1, DMA_TO_DEVICE))
		return -ENOMEM;
	dma_unmap_sg(c->dev, c->in, 1, DMA_TO_DEVICE);
	return count;
}

static int mapped_before_ok(struct device *dev, struct scatterlist *sg, bool again)
{
	size_t count;

	if (!dma_map_sg(dev, sg, 1, DMA_TO_DEVICE))
		return -ENOMEM;
	count = sg_dma_len(sg);
	dma_unmap_sg(dev, sg, 1, DMA_TO_DEVICE);
	if (again && dma_map_sg(dev, sg, 1, DMA_TO_DEVICE))
		dma_unmap_sg(dev, sg, 1, DMA_TO_DEVICE);
	return count;
}

static size_t given_ok(struct scatterlist *sg)
{
	return sg_dma_len(sg);
}
