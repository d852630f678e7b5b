struct chip { struct device *dev; void __iomem *regs; void *ring; dma_addr_t ring_dma; };

static int register_bad(struct chip *c)
{
	c->ring = dma_alloc_coherent(c->dev, 4096, &c->ring_dma, GFP_KERNEL);
	if (!c->ring)
		return -ENOMEM;
	writel((u32)(uintptr_t)c->ring, c->regs); // dma/cpu-pointer-as-dma: `writel` is given the CPU address that `dma_alloc_coherent` returned
	return 0;
}

static void register_ok(struct chip *c)
{
	writel(lower_32_bits(c->ring_dma), c->regs);
}

static void data_ok(struct chip *c)
{
	writel(*(u32 *)c->ring, c->regs);
}
