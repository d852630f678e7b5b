/* Several ways to get a handle, one test below; the bounce slot never fails. */
struct chip { struct device *dev; void __iomem *regs; dma_addr_t bounce_addr; };

static int send_ok(struct chip *c, void *buf, struct page *page, u32 len, bool use_bounce)
{
	dma_addr_t addr;

	if (use_bounce)
		addr = c->bounce_addr;
	else if (page)
		addr = dma_map_page(c->dev, page, 0, len, DMA_TO_DEVICE);
	else
		addr = dma_map_single(c->dev, buf, len, DMA_TO_DEVICE);
	if (dma_mapping_error(c->dev, addr))
		return -ENOMEM;
	writel(lower_32_bits(addr), c->regs);
	return 0;
}

static int send_bad(struct chip *c, void *buf, struct page *page, u32 len)
{
	dma_addr_t addr;

	if (page) {
		addr = dma_map_page(c->dev, page, 0, len, DMA_TO_DEVICE); // dma/missing-mapping-error-check: is used unchecked
	} else {
		addr = dma_map_single(c->dev, buf, len, DMA_TO_DEVICE);
		if (dma_mapping_error(c->dev, addr))
			return -ENOMEM;
	}
	writel(lower_32_bits(addr), c->regs);
	return 0;
}
