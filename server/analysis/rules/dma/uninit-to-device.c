struct command { u32 code; u32 argument; };

static int all_ok(struct device *dev)
{
	struct command *c = kmalloc(sizeof(*c), GFP_KERNEL);
	dma_addr_t addr;

	if (!c)
		return -ENOMEM;
	c->code = 1;
	c->argument = 2;
	addr = dma_map_single(dev, c, sizeof(*c), DMA_TO_DEVICE);
	if (!dma_mapping_error(dev, addr))
		dma_unmap_single(dev, addr, sizeof(*c), DMA_TO_DEVICE);
	kfree(c);
	return 0;
}

static int one_bad(struct device *dev)
{
	struct command *c = kmalloc(sizeof(*c), GFP_KERNEL);
	dma_addr_t addr;

	if (!c)
		return -ENOMEM;
	c->code = 1;
	addr = dma_map_single(dev, c, sizeof(*c), DMA_TO_DEVICE); // dma/uninit-to-device: whose `argument` nobody wrote
	if (!dma_mapping_error(dev, addr))
		dma_unmap_single(dev, addr, sizeof(*c), DMA_TO_DEVICE);
	kfree(c);
	return 0;
}

static int filled_ok(struct device *dev, const struct command *from)
{
	struct command *c = kmalloc(sizeof(*c), GFP_KERNEL);
	dma_addr_t addr;

	if (!c)
		return -ENOMEM;
	memcpy(c, from, sizeof(*c));
	addr = dma_map_single(dev, c, sizeof(*c), DMA_TO_DEVICE);
	if (!dma_mapping_error(dev, addr))
		dma_unmap_single(dev, addr, sizeof(*c), DMA_TO_DEVICE);
	kfree(c);
	return 0;
}
