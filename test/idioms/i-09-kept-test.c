/* The result of the test is a value like any other. */
struct chip { struct device *dev; void __iomem *regs; dma_addr_t addr; };

static int kept_ok(struct chip *c, void *buf, u32 len)
{
	dma_addr_t addr = dma_map_single(c->dev, buf, len, DMA_TO_DEVICE);
	int ret = dma_mapping_error(c->dev, addr);

	if (unlikely(ret)) {
		dev_err(c->dev, "cannot map\n");
		return ret;
	}
	writel(lower_32_bits(addr), c->regs);
	return 0;
}

static int returned_ok(struct chip *c, void *buf, u32 len)
{
	c->addr = dma_map_single(c->dev, buf, len, DMA_FROM_DEVICE);
	return dma_mapping_error(c->dev, c->addr);
}

static int kept_bad(struct chip *c, void *buf, u32 len)
{
	dma_addr_t addr = dma_map_single(c->dev, buf, len, DMA_TO_DEVICE); // dma/missing-mapping-error-check: is used unchecked
	int ret = dma_mapping_error(c->dev, addr);

	writel(lower_32_bits(addr), c->regs);
	return ret;
}

static int kept_then_leaked_bad(struct chip *c, void *buf, u32 len)
{
	dma_addr_t addr = dma_map_single(c->dev, buf, len, DMA_TO_DEVICE);
	int ret = dma_mapping_error(c->dev, addr);

	if (ret)
		return ret;
	if (readl(c->regs))
		return -EBUSY; // dma/leak-on-error-path: stays mapped
	writel(lower_32_bits(addr), c->regs);
	return 0;
}
