struct chip {
	struct device *dev;
	dma_addr_t tx;
	dma_addr_t rx;
};

static int shared_label_bad(struct chip *c, void *out, void *in, size_t len)
{
	c->tx = dma_map_single(c->dev, out, len, DMA_TO_DEVICE);
	if (dma_mapping_error(c->dev, c->tx))
		return -ENOMEM;
	c->rx = dma_map_single(c->dev, in, len, DMA_FROM_DEVICE);
	if (dma_mapping_error(c->dev, c->rx))
		goto unmap;
	return 0;
unmap:
	dma_unmap_single(c->dev, c->rx, len, DMA_FROM_DEVICE); // dma/unmap-of-unmapped: `dma_unmap_single` releases what the mapping did not give: it failed on this path
	dma_unmap_single(c->dev, c->tx, len, DMA_TO_DEVICE);
	return -ENOMEM;
}

static int too_early_bad(struct device *dev, void *buf, bool ready)
{
	dma_addr_t addr;

	if (!ready)
		goto unmap;
	addr = dma_map_single(dev, buf, 64, DMA_TO_DEVICE);
	if (dma_mapping_error(dev, addr))
		return -ENOMEM;
unmap:
	dma_unmap_single(dev, addr, 64, DMA_TO_DEVICE); // dma/unmap-of-unmapped: `dma_unmap_single` releases `addr`, which was never mapped on this path
	return 0;
}

/* A handle of 0 is an address like any other. */
static int zero_bad(struct device *dev, void *buf, bool ready)
{
	dma_addr_t addr = 0;

	if (ready) {
		addr = dma_map_single(dev, buf, 64, DMA_TO_DEVICE);
		if (dma_mapping_error(dev, addr))
			return -ENOMEM;
	}
	dma_unmap_single(dev, addr, 64, DMA_TO_DEVICE); // dma/unmap-of-unmapped: `addr`, which was never mapped on this path
	return 0;
}

static int pool_block_bad(struct dma_pool *pool)
{
	dma_addr_t addr;
	u32 *desc = dma_pool_alloc(pool, GFP_KERNEL, &addr);

	if (!desc) {
		dma_pool_free(pool, desc, addr); // dma/unmap-of-unmapped: releases what the allocation did not give
		return -ENOMEM;
	}
	dma_pool_free(pool, desc, addr);
	return 0;
}

static int guarded_ok(struct device *dev, void *buf, bool ready)
{
	dma_addr_t addr = 0;

	if (ready) {
		addr = dma_map_single(dev, buf, 64, DMA_TO_DEVICE);
		if (dma_mapping_error(dev, addr))
			return -ENOMEM;
	}
	if (addr)
		dma_unmap_single(dev, addr, 64, DMA_TO_DEVICE);
	return 0;
}

static int if_mapped_ok(struct chip *c, void *buf, size_t len)
{
	int ret = 0;

	c->tx = dma_map_single(c->dev, buf, len, DMA_TO_DEVICE);
	if (dma_mapping_error(c->dev, c->tx))
		ret = -ENOMEM;
	if (!dma_mapping_error(c->dev, c->tx))
		dma_unmap_single(c->dev, c->tx, len, DMA_TO_DEVICE);
	return ret;
}

/* Both releases return at once. */
static int no_operation_ok(struct device *dev, struct scatterlist *sgl, int n)
{
	dma_addr_t addr;
	void *p = dma_alloc_coherent(dev, 4096, &addr, GFP_KERNEL);
	int count = dma_map_sg(dev, sgl, n, DMA_TO_DEVICE);

	dma_free_coherent(dev, 4096, p, addr);
	if (!count)
		dma_unmap_sg(dev, sgl, 0, DMA_TO_DEVICE);
	else
		dma_unmap_sg(dev, sgl, n, DMA_TO_DEVICE);
	return 0;
}
