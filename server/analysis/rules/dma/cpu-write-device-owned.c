struct chip {
	struct device *dev;
	void __iomem *regs;
	dma_addr_t addr;
};

static int after_map_bad(struct chip *c, u32 *cmd)
{
	c->addr = dma_map_single(c->dev, cmd, 64, DMA_TO_DEVICE);
	if (dma_mapping_error(c->dev, c->addr))
		return -ENOMEM;
	cmd[0] = 1; // dma/cpu-write-device-owned: while it belongs to the device
	writel(lower_32_bits(c->addr), c->regs);
	return 0;
}

static int cleared_bad(struct chip *c, void *cmd)
{
	c->addr = dma_map_single(c->dev, cmd, 64, DMA_TO_DEVICE);
	if (dma_mapping_error(c->dev, c->addr))
		return -ENOMEM;
	memset(cmd, 0, 64); // dma/cpu-write-device-owned: while it belongs to the device
	writel(lower_32_bits(c->addr), c->regs);
	return 0;
}

static int lost_at_unmap_bad(struct device *dev, u32 *buf)
{
	dma_addr_t addr = dma_map_single(dev, buf, 64, DMA_BIDIRECTIONAL);

	if (dma_mapping_error(dev, addr))
		return -ENOMEM;
	buf[0] = 1; // dma/cpu-write-device-owned: while it belongs to the device
	dma_unmap_single(dev, addr, 64, DMA_BIDIRECTIONAL);
	return 0;
}

/* A sync does not help: the written line may reach memory after the device wrote there. */
static int receive_buffer_bad(struct chip *c, u32 *buf)
{
	c->addr = dma_map_single(c->dev, buf, 64, DMA_FROM_DEVICE);
	if (dma_mapping_error(c->dev, c->addr))
		return -ENOMEM;
	buf[0] = 0; // dma/cpu-write-device-owned: while it belongs to the device
	dma_sync_single_for_device(c->dev, c->addr, 64, DMA_FROM_DEVICE);
	writel(lower_32_bits(c->addr), c->regs);
	return 0;
}

/* Long-lived mapping: rewrite, then sync, then start. */
static int write_then_sync_ok(struct chip *c, u32 *cmd)
{
	c->addr = dma_map_single(c->dev, cmd, 64, DMA_TO_DEVICE);
	if (dma_mapping_error(c->dev, c->addr))
		return -ENOMEM;
	cmd[0] = lower_32_bits(c->addr);
	dma_sync_single_for_device(c->dev, c->addr, 64, DMA_TO_DEVICE);
	writel(lower_32_bits(c->addr), c->regs);
	return 0;
}

static int before_map_ok(struct chip *c, u32 *cmd)
{
	cmd[0] = 1;
	c->addr = dma_map_single(c->dev, cmd, 64, DMA_TO_DEVICE);
	if (dma_mapping_error(c->dev, c->addr))
		return -ENOMEM;
	writel(lower_32_bits(c->addr), c->regs);
	return 0;
}

static int other_buffer_ok(struct chip *c, u32 *cmd, u32 *log)
{
	c->addr = dma_map_single(c->dev, cmd, 64, DMA_TO_DEVICE);
	if (dma_mapping_error(c->dev, c->addr))
		return -ENOMEM;
	log[0] = 1;
	writel(lower_32_bits(c->addr), c->regs);
	return 0;
}

static int coherent_ok(struct chip *c)
{
	u32 *ring = dma_alloc_coherent(c->dev, 4096, &c->addr, GFP_KERNEL);

	if (!ring)
		return -ENOMEM;
	writel(lower_32_bits(c->addr), c->regs);
	ring[0] = 1;
	dma_free_coherent(c->dev, 4096, ring, c->addr);
	return 0;
}
