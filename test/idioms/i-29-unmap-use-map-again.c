/* A new mapping of the same buffer is a new state. */
struct slot { struct device *dev; void __iomem *regs; u32 *cpu; dma_addr_t addr; };

static int slot_turn_ok(struct slot *s)
{
	u32 first;

	dma_unmap_single(s->dev, s->addr, 2048, DMA_FROM_DEVICE);
	first = s->cpu[0];
	s->cpu[0] = 0;
	s->addr = dma_map_single(s->dev, s->cpu, 2048, DMA_FROM_DEVICE);
	if (dma_mapping_error(s->dev, s->addr)) {
		kfree(s->cpu);
		s->cpu = NULL;
		return -ENOMEM;
	}
	writel(lower_32_bits(s->addr), s->regs);
	return first ? 0 : -EAGAIN;
}

static int slot_turn_bad(struct slot *s, bool stop)
{
	dma_unmap_single(s->dev, s->addr, 2048, DMA_FROM_DEVICE);
	s->cpu[0] = 0;
	if (stop) {
		dma_unmap_single(s->dev, s->addr, 2048, DMA_FROM_DEVICE); // dma/double-unmap: unmapped a second time
		return -EAGAIN;
	}
	s->addr = dma_map_single(s->dev, s->cpu, 2048, DMA_FROM_DEVICE);
	if (dma_mapping_error(s->dev, s->addr))
		return -ENOMEM;
	return 0;
}
