/* A buffer that is mapped once is written and synced; one that was only read goes back as it is. */
struct chip { struct device *dev; void __iomem *regs; };

static int rewrite_ok(struct chip *c, u32 *cmd)
{
	dma_addr_t addr = dma_map_single(c->dev, cmd, 64, DMA_TO_DEVICE);
	int i;

	if (dma_mapping_error(c->dev, addr))
		return -ENOMEM;
	for (i = 0; i < 4; i++) {
		cmd[0] = i;
		dma_sync_single_for_device(c->dev, addr, 64, DMA_TO_DEVICE);
		writel(lower_32_bits(addr), c->regs);
	}
	dma_unmap_single(c->dev, addr, 64, DMA_TO_DEVICE);
	return 0;
}

static int rewrite_bad(struct chip *c, u32 *cmd)
{
	dma_addr_t addr = dma_map_single(c->dev, cmd, 64, DMA_TO_DEVICE);

	if (dma_mapping_error(c->dev, addr))
		return -ENOMEM;
	cmd[0] = 1; // dma/cpu-write-device-owned: while it belongs to the device
	writel(lower_32_bits(addr), c->regs);
	dma_unmap_single(c->dev, addr, 64, DMA_TO_DEVICE);
	return 0;
}

static int read_only_ok(struct chip *c, u32 *status)
{
	dma_addr_t addr = dma_map_single(c->dev, status, 64, DMA_FROM_DEVICE);
	u32 seen;

	if (dma_mapping_error(c->dev, addr))
		return -ENOMEM;
	writel(lower_32_bits(addr), c->regs);
	dma_sync_single_for_cpu(c->dev, addr, 64, DMA_FROM_DEVICE);
	seen = status[0];
	writel(lower_32_bits(addr), c->regs);
	dma_unmap_single(c->dev, addr, 64, DMA_FROM_DEVICE);
	return seen ? 0 : -EAGAIN;
}

static int read_stale_bad(struct chip *c, u32 *status)
{
	dma_addr_t addr = dma_map_single(c->dev, status, 64, DMA_FROM_DEVICE);
	u32 seen;

	if (dma_mapping_error(c->dev, addr))
		return -ENOMEM;
	writel(lower_32_bits(addr), c->regs);
	seen = status[0]; // dma/missing-sync-for-cpu: while it still belongs to the device
	dma_unmap_single(c->dev, addr, 64, DMA_FROM_DEVICE);
	return seen ? 0 : -EAGAIN;
}
