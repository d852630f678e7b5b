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

/* FN: a pool may also keep the handles of a driver that maps by itself, and which it is stands in its flags. */
static void fn_release_bad(struct ring *r, struct page *page)
{
	dma_addr_t addr = page_pool_get_dma_addr(page);

	dma_unmap_page(r->dev, addr, PAGE_SIZE, DMA_FROM_DEVICE);
	page_pool_put_full_page(r->pool, page, false);
}

static int refill_with_header_bad(struct ring *r, __le64 *desc, void *header)
{
	dma_addr_t addr = dma_map_single(r->dev, header, 64, DMA_FROM_DEVICE);
	struct page *page;

	if (dma_mapping_error(r->dev, addr))
		return -ENOMEM;
	page = page_pool_dev_alloc_pages(r->pool);
	if (!page)
		return -ENOMEM; // dma/leak-on-error-path: `addr` stays mapped
	desc[0] = cpu_to_le64(addr);
	desc[1] = cpu_to_le64(page_pool_get_dma_addr(page) + 256);
	return 0;
}
