struct chip {
	struct device *dev;
	void __iomem *regs;
	dma_addr_t addr;
};

static int table_bad(struct chip *c, void *table, size_t len)
{
	memset(table, 0, len);
	c->addr = dma_map_single_attrs(c->dev, table, len, DMA_TO_DEVICE, DMA_ATTR_SKIP_CPU_SYNC); // dma/skip-sync-unbalanced: `dma_map_single_attrs` skips the sync for the device of what the CPU wrote before
	if (dma_mapping_error(c->dev, c->addr))
		return -ENOMEM;
	writel(lower_32_bits(c->addr), c->regs);
	return 0;
}

/* Memory that comes zeroed has zeros in the cache. */
static int fresh_bad(struct chip *c)
{
	u32 *table = kzalloc(256, GFP_KERNEL);
	unsigned long attrs = DMA_ATTR_SKIP_CPU_SYNC | DMA_ATTR_NO_WARN;

	if (!table)
		return -ENOMEM;
	c->addr = dma_map_single_attrs(c->dev, table, 256, DMA_BIDIRECTIONAL, attrs); // dma/skip-sync-unbalanced: skips the sync for the device
	if (dma_mapping_error(c->dev, c->addr)) {
		kfree(table);
		return -ENOMEM;
	}
	writel(lower_32_bits(c->addr), c->regs);
	return 0;
}

static u32 status_bad(struct chip *c, u32 *status)
{
	dma_addr_t addr = dma_map_single(c->dev, status, 64, DMA_FROM_DEVICE);

	if (dma_mapping_error(c->dev, addr))
		return 0;
	writel(lower_32_bits(addr), c->regs);
	dma_unmap_single_attrs(c->dev, addr, 64, DMA_FROM_DEVICE, DMA_ATTR_SKIP_CPU_SYNC); // dma/skip-sync-unbalanced: skips the sync for the CPU, which reads the buffer afterwards
	return status[0];
}

static u32 dropped_ok(struct chip *c, u32 *status)
{
	dma_addr_t addr = dma_map_single(c->dev, status, 64, DMA_FROM_DEVICE);

	if (dma_mapping_error(c->dev, addr))
		return 0;
	dma_unmap_single_attrs(c->dev, addr, 64, DMA_FROM_DEVICE, DMA_ATTR_SKIP_CPU_SYNC);
	return 0;
}

/* I-28: a page that goes round is mapped for the device, which alone writes it. */
static dma_addr_t receive_ok(struct chip *c, void *page)
{
	return dma_map_single_attrs(c->dev, page, 4096, DMA_FROM_DEVICE, DMA_ATTR_SKIP_CPU_SYNC);
}

/* Nobody wrote it here. */
static dma_addr_t untouched_ok(struct chip *c, void *buf)
{
	return dma_map_single_attrs(c->dev, buf, 64, DMA_TO_DEVICE, DMA_ATTR_SKIP_CPU_SYNC);
}

/* Chosen at run time. */
static dma_addr_t chosen_ok(struct chip *c, void *buf, unsigned long attrs)
{
	memset(buf, 0, 64);
	return dma_map_single_attrs(c->dev, buf, 64, DMA_TO_DEVICE, attrs);
}
