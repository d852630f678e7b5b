/* The caller tests and owns, or the callee tests what it is given. */
struct chip { struct device *dev; void __iomem *regs; };

static void map_out_ok(struct chip *c, void *buf, u32 len, dma_addr_t *addr)
{
	*addr = dma_map_single(c->dev, buf, len, DMA_TO_DEVICE);
}

static void map_out_untested(struct chip *c, void *buf, u32 len, dma_addr_t *addr)
{
	*addr = dma_map_single(c->dev, buf, len, DMA_TO_DEVICE); // dma/missing-mapping-error-check: is used unchecked
}

/* Found where the mapping is made, and told by whom it is used. */
static int untested_use(struct chip *c, void *buf, u32 len)
{
	dma_addr_t addr;

	map_out_untested(c, buf, len, &addr);
	writel(lower_32_bits(addr), c->regs);
	return 0;
}

static bool map_truth_ok(struct chip *c, void *buf, u32 len, dma_addr_t *addr)
{
	*addr = dma_map_single(c->dev, buf, len, DMA_TO_DEVICE);
	return !dma_mapping_error(c->dev, *addr);
}

static int post_ok(struct chip *c, dma_addr_t addr)
{
	if (dma_mapping_error(c->dev, addr))
		return -ENOMEM;
	writel(lower_32_bits(addr), c->regs);
	return 0;
}

static int out_parameter_ok(struct chip *c, void *buf, u32 len)
{
	dma_addr_t addr;

	map_out_ok(c, buf, len, &addr);
	if (dma_mapping_error(c->dev, addr))
		return -ENOMEM;
	writel(lower_32_bits(addr), c->regs);
	return 0;
}

static int truth_ok(struct chip *c, void *buf, u32 len)
{
	dma_addr_t addr;

	if (!map_truth_ok(c, buf, len, &addr))
		return -ENOMEM;
	writel(lower_32_bits(addr), c->regs);
	return 0;
}

static int passed_down_ok(struct chip *c, void *buf, u32 len)
{
	return post_ok(c, dma_map_single(c->dev, buf, len, DMA_TO_DEVICE));
}

static int out_parameter_bad(struct chip *c, void *buf, u32 len)
{
	dma_addr_t addr;

	map_out_ok(c, buf, len, &addr);
	if (dma_mapping_error(c->dev, addr))
		return -ENOMEM;
	if (readl(c->regs))
		return -EBUSY; // dma/leak-on-error-path: stays mapped
	writel(lower_32_bits(addr), c->regs);
	return 0;
}

static int truth_bad(struct chip *c, void *buf, u32 len)
{
	dma_addr_t addr;

	if (!map_truth_ok(c, buf, len, &addr))
		return -ENOMEM;
	if (readl(c->regs))
		return -EBUSY; // dma/leak-on-error-path: stays mapped
	writel(lower_32_bits(addr), c->regs);
	return 0;
}
