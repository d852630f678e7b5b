/* One page is one page by either call, and a part of both directions is one of them. */
struct chip { struct device *dev; void __iomem *regs; };

static int single_or_page_ok(struct chip *c, void *buf)
{
	dma_addr_t addr = dma_map_single(c->dev, buf, 64, DMA_TO_DEVICE);

	if (dma_mapping_error(c->dev, addr))
		return -ENOMEM;
	dma_unmap_page(c->dev, addr, 64, DMA_TO_DEVICE);
	return 0;
}

static int page_or_single_ok(struct chip *c, struct page *page)
{
	dma_addr_t addr = dma_map_page(c->dev, page, 0, 64, DMA_FROM_DEVICE);

	if (dma_mapping_error(c->dev, addr))
		return -ENOMEM;
	dma_unmap_single(c->dev, addr, 64, DMA_FROM_DEVICE);
	return 0;
}

static int half_of_both_ok(struct chip *c, u32 *buf)
{
	dma_addr_t addr = dma_map_single(c->dev, buf, 64, DMA_BIDIRECTIONAL);

	if (dma_mapping_error(c->dev, addr))
		return -ENOMEM;
	dma_sync_single_for_cpu(c->dev, addr, 64, DMA_FROM_DEVICE);
	buf[0] = 1;
	dma_sync_single_for_device(c->dev, addr, 64, DMA_TO_DEVICE);
	writel(lower_32_bits(addr), c->regs);
	dma_unmap_single(c->dev, addr, 64, DMA_BIDIRECTIONAL);
	return 0;
}

static int half_of_one_bad(struct chip *c, u32 *buf)
{
	dma_addr_t addr = dma_map_single(c->dev, buf, 64, DMA_TO_DEVICE);

	if (dma_mapping_error(c->dev, addr))
		return -ENOMEM;
	dma_sync_single_for_cpu(c->dev, addr, 64, DMA_FROM_DEVICE); // dma/sync-direction: DMA_FROM_DEVICE
	dma_unmap_single(c->dev, addr, 64, DMA_TO_DEVICE);
	return 0;
}

static int list_as_single_bad(struct chip *c, struct scatterlist *sg)
{
	if (!dma_map_sg(c->dev, sg, 1, DMA_TO_DEVICE))
		return -ENOMEM;
	dma_unmap_single(c->dev, sg_dma_address(sg), sg_dma_len(sg), DMA_TO_DEVICE); // dma/unmap-kind-mismatch: `dma_unmap_single`
	return 0;
}
