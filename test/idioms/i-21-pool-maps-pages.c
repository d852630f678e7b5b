/* The page pool mapped and checked them; the driver only syncs what was received. */
struct ring { struct device *dev; struct page_pool *pool; void __iomem *regs; };

static int refill_ok(struct ring *r, __le64 *desc)
{
	struct page *page = page_pool_dev_alloc_pages(r->pool);

	if (!page)
		return -ENOMEM;
	*desc = cpu_to_le64(page_pool_get_dma_addr(page) + 256);
	return 0;
}

static void receive_ok(struct ring *r, struct page *page, u32 len)
{
	dma_addr_t addr = page_pool_get_dma_addr(page);

	dma_sync_single_range_for_cpu(r->dev, addr, 256, len, DMA_FROM_DEVICE);
	if (readl(r->regs))
		page_pool_recycle_direct(r->pool, page);
	else
		page_pool_put_full_page(r->pool, page, true);
}
