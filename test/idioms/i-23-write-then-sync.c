/* Mapped once; every use rewrites the buffer and syncs it before the start. */
struct engine { struct device *dev; void __iomem *regs; u32 *desc; dma_addr_t addr; };

static int engine_init_ok(struct engine *e)
{
	e->addr = dma_map_single(e->dev, e->desc, 64, DMA_BIDIRECTIONAL);
	if (dma_mapping_error(e->dev, e->addr))
		return -ENOMEM;
	e->desc[0] = 1;
	dma_sync_single_for_device(e->dev, e->addr, 64, DMA_BIDIRECTIONAL);
	writel(lower_32_bits(e->addr), e->regs);
	return 0;
}

static void engine_set_key_ok(struct engine *e, const void *key)
{
	memcpy(e->desc + 4, key, 16);
	dma_sync_single_for_device(e->dev, e->addr, 64, DMA_BIDIRECTIONAL);
	writel(lower_32_bits(e->addr), e->regs);
}

static void engine_bracket_ok(struct engine *e)
{
	dma_sync_single_for_cpu(e->dev, e->addr, 64, DMA_BIDIRECTIONAL);
	e->desc[1] = 2;
	dma_sync_single_for_device(e->dev, e->addr, 64, DMA_BIDIRECTIONAL);
	writel(lower_32_bits(e->addr), e->regs);
}

static int engine_init_bad(struct engine *e, const void *key)
{
	e->addr = dma_map_single(e->dev, e->desc, 64, DMA_BIDIRECTIONAL);
	if (dma_mapping_error(e->dev, e->addr))
		return -ENOMEM;
	dma_sync_single_for_cpu(e->dev, e->addr, 64, DMA_BIDIRECTIONAL);
	memcpy(e->desc + 4, key, 16);
	writel(lower_32_bits(e->addr), e->regs); // dma/missing-sync-for-device: nothing synced what the CPU wrote
	return 0;
}
