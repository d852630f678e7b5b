struct chip {
	struct device *dev;
	void __iomem *regs;
	dma_addr_t addr;
};

static int changed_and_sent_bad(struct chip *c, u32 *buf)
{
	c->addr = dma_map_single(c->dev, buf, 64, DMA_BIDIRECTIONAL);
	if (dma_mapping_error(c->dev, c->addr))
		return -ENOMEM;
	writel(lower_32_bits(c->addr), c->regs);
	dma_sync_single_for_cpu(c->dev, c->addr, 64, DMA_BIDIRECTIONAL);
	buf[0] = 1;
	writel(lower_32_bits(c->addr), c->regs); // dma/missing-sync-for-device: the device gets the buffer back, and nothing synced what the CPU wrote to it
	return 0;
}

/* Another function mapped it: only the handle and the bytes are here. */
static void mapped_elsewhere_bad(struct device *dev, dma_addr_t addr, u8 *buf, void __iomem *regs)
{
	dma_sync_single_for_cpu(dev, addr, 64, DMA_BIDIRECTIONAL);
	buf[0] = 1;
	writel(lower_32_bits(addr), regs); // dma/missing-sync-for-device: assuming that the written memory is what the handle stands for
}

static int synced_ok(struct chip *c, u32 *buf)
{
	c->addr = dma_map_single(c->dev, buf, 64, DMA_BIDIRECTIONAL);
	if (dma_mapping_error(c->dev, c->addr))
		return -ENOMEM;
	writel(lower_32_bits(c->addr), c->regs);
	dma_sync_single_for_cpu(c->dev, c->addr, 64, DMA_BIDIRECTIONAL);
	buf[0] = 1;
	dma_sync_single_for_device(c->dev, c->addr, 64, DMA_BIDIRECTIONAL);
	writel(lower_32_bits(c->addr), c->regs);
	return 0;
}

/* A receive buffer that the CPU only read may go back as it is. */
static int recycled_ok(struct chip *c, u32 *buf)
{
	u32 first;

	c->addr = dma_map_single(c->dev, buf, 64, DMA_FROM_DEVICE);
	if (dma_mapping_error(c->dev, c->addr))
		return -ENOMEM;
	writel(lower_32_bits(c->addr), c->regs);
	dma_sync_single_for_cpu(c->dev, c->addr, 64, DMA_FROM_DEVICE);
	first = buf[0];
	writel(lower_32_bits(c->addr), c->regs);
	return first;
}

static int written_before_map_ok(struct chip *c, u32 *buf)
{
	buf[0] = 1;
	c->addr = dma_map_single(c->dev, buf, 64, DMA_TO_DEVICE);
	if (dma_mapping_error(c->dev, c->addr))
		return -ENOMEM;
	writel(lower_32_bits(c->addr), c->regs);
	return 0;
}

struct shared { struct device *dev; struct sg_table *table; };

static int shared_begin_ok(struct dma_buf *buf, enum dma_data_direction dir)
{
	struct shared *s = buf->priv;

	dma_sync_sgtable_for_cpu(s->dev, s->table, dir);
	return 0;
}

static int shared_end_bad(struct dma_buf *buf, enum dma_data_direction dir)
{
	struct shared *s = buf->priv;

	dma_sync_sgtable_for_cpu(s->dev, s->table, dir); // dma/missing-sync-for-device: gives the memory to the CPU where its access ends
	return 0;
}

static const struct dma_buf_ops shared_ops = {
	.begin_cpu_access = shared_begin_ok,
	.end_cpu_access = shared_end_bad,
};
