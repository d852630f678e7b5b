struct chip {
	struct device *dev;
	void __iomem *regs;
	dma_addr_t addr;
	bool is_mapped;
};

static void twice_bad(struct device *dev, dma_addr_t addr, size_t len)
{
	dma_unmap_single(dev, addr, len, DMA_TO_DEVICE);
	dma_unmap_single(dev, addr, len, DMA_TO_DEVICE); // dma/double-unmap: `addr` is unmapped a second time
}

static int falls_into_label_bad(struct chip *c, void *buf, size_t len)
{
	int ret = 0;

	c->addr = dma_map_single(c->dev, buf, len, DMA_TO_DEVICE);
	if (dma_mapping_error(c->dev, c->addr))
		return -ENOMEM;
	if (readl(c->regs)) {
		dma_unmap_single(c->dev, c->addr, len, DMA_TO_DEVICE);
		ret = -EBUSY;
		goto unmap;
	}
	writel(lower_32_bits(c->addr), c->regs);
unmap:
	dma_unmap_single(c->dev, c->addr, len, DMA_TO_DEVICE); // dma/double-unmap: is unmapped a second time
	return ret;
}

static int start_or_unmap(struct chip *c, dma_addr_t addr, size_t len)
{
	if (readl(c->regs)) {
		dma_unmap_single(c->dev, addr, len, DMA_TO_DEVICE);
		return -EBUSY;
	}
	writel(lower_32_bits(addr), c->regs);
	return 0;
}

static int callee_and_caller_bad(struct chip *c, void *buf, size_t len)
{
	dma_addr_t addr = dma_map_single(c->dev, buf, len, DMA_TO_DEVICE);
	int ret;

	if (dma_mapping_error(c->dev, addr))
		return -ENOMEM;
	ret = start_or_unmap(c, addr, len);
	dma_unmap_single(c->dev, addr, len, DMA_TO_DEVICE); // dma/double-unmap: is unmapped a second time
	return ret;
}

static void list_bad(struct device *dev, struct scatterlist *sgl, int n)
{
	dma_unmap_sg(dev, sgl, n, DMA_TO_DEVICE);
	dma_unmap_sg(dev, sgl, n, DMA_TO_DEVICE); // dma/double-unmap: is unmapped a second time
}

static void flag_ok(struct chip *c, size_t len)
{
	if (c->is_mapped) {
		dma_unmap_single(c->dev, c->addr, len, DMA_TO_DEVICE);
		c->is_mapped = false;
	}
	if (c->is_mapped)
		dma_unmap_single(c->dev, c->addr, len, DMA_TO_DEVICE);
}

static void zero_ok(struct chip *c, size_t len)
{
	if (c->addr)
		dma_unmap_single(c->dev, c->addr, len, DMA_TO_DEVICE);
	c->addr = 0;
	if (c->addr)
		dma_unmap_single(c->dev, c->addr, len, DMA_TO_DEVICE);
}

static void other_elements_ok(struct device *dev, dma_addr_t *ring, int i, size_t len)
{
	dma_unmap_single(dev, ring[i], len, DMA_TO_DEVICE);
	i++;
	dma_unmap_single(dev, ring[i], len, DMA_TO_DEVICE);
}

static int mapped_again_ok(struct chip *c, void *buf, size_t len)
{
	dma_unmap_single(c->dev, c->addr, len, DMA_FROM_DEVICE);
	c->addr = dma_map_single(c->dev, buf, len, DMA_FROM_DEVICE);
	if (dma_mapping_error(c->dev, c->addr))
		return -ENOMEM;
	dma_unmap_single(c->dev, c->addr, len, DMA_FROM_DEVICE);
	return 0;
}

static int two_devices_ok(struct device *first, struct device *second, void *buf, size_t len)
{
	dma_addr_t a, b;
	int ret = -ENOMEM;

	a = dma_map_single(first, buf, len, DMA_TO_DEVICE);
	if (dma_mapping_error(first, a))
		return ret;
	b = dma_map_single(second, buf, len, DMA_TO_DEVICE);
	if (!dma_mapping_error(second, b)) {
		dma_unmap_single(second, b, len, DMA_TO_DEVICE);
		ret = 0;
	}
	dma_unmap_single(first, a, len, DMA_TO_DEVICE);
	return ret;
}

struct transfer {
	dma_addr_t addr;
	void *block;
	bool has_source;
};

/* What was mapped is unmapped and what was allocated is freed; it was one of the two. */
static void either_kind_ok(struct device *dev, struct transfer *t, bool is_mapped)
{
	if (t->block)
		dma_free_coherent(dev, 64, t->block, t->addr);
	if (is_mapped)
		dma_unmap_single(dev, t->addr, 64, DMA_FROM_DEVICE);
}

/* In place there is no source of its own, which the flag says and the lists do not. */
static int in_place_ok(struct device *dev, struct transfer *t, struct scatterlist *src, struct scatterlist *dst, int n)
{
	if (src != dst)
		return -EINVAL;
	if (!dma_map_sg(dev, dst, n, DMA_BIDIRECTIONAL))
		return -ENOMEM;
	if (t->has_source)
		dma_unmap_sg(dev, src, n, DMA_BIDIRECTIONAL);
	dma_unmap_sg(dev, dst, n, DMA_BIDIRECTIONAL);
	return 0;
}
