/* One wrapper says DMA_MAPPING_ERROR, one an errno. */
struct chip { struct device *dev; void __iomem *regs; };

static dma_addr_t map_or_error_value(struct chip *c, void *buf, u32 len)
{
	dma_addr_t addr = dma_map_single(c->dev, buf, len, DMA_TO_DEVICE);

	if (dma_mapping_error(c->dev, addr)) {
		dev_warn(c->dev, "cannot map\n");
		return DMA_MAPPING_ERROR;
	}
	return addr;
}

static int map_or_errno(struct chip *c, void *buf, u32 len, dma_addr_t *addr)
{
	*addr = dma_map_single(c->dev, buf, len, DMA_TO_DEVICE);
	if (dma_mapping_error(c->dev, *addr))
		return -ENOMEM;
	return 0;
}

static int error_value_ok(struct chip *c, void *buf, u32 len)
{
	dma_addr_t addr = map_or_error_value(c, buf, len);

	if (addr == DMA_MAPPING_ERROR)
		return -ENOMEM;
	writel(lower_32_bits(addr), c->regs);
	return 0;
}

static int errno_ok(struct chip *c, void *buf, u32 len)
{
	dma_addr_t addr;
	int ret = map_or_errno(c, buf, len, &addr);

	if (ret < 0)
		return ret;
	writel(lower_32_bits(addr), c->regs);
	return 0;
}

static int error_value_bad(struct chip *c, void *buf, u32 len)
{
	dma_addr_t addr = map_or_error_value(c, buf, len);

	if (addr == DMA_MAPPING_ERROR)
		return -ENOMEM;
	if (readl(c->regs))
		return -EBUSY; // dma/leak-on-error-path: stays mapped
	writel(lower_32_bits(addr), c->regs);
	return 0;
}

static int errno_bad(struct chip *c, void *buf, u32 len)
{
	dma_addr_t addr;
	int ret = map_or_errno(c, buf, len, &addr);

	if (ret)
		dma_unmap_single(c->dev, addr, len, DMA_TO_DEVICE); // dma/unmap-of-unmapped: it failed on this path
	return ret;
}
