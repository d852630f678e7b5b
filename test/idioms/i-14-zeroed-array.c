/* The array starts as zeros; the clean-up walks all of it and skips what is empty. */
struct page_slot { struct page *page; dma_addr_t addr; };

static void pages_free_ok(struct device *dev, struct page_slot *slot, int n)
{
	int i;

	for (i = 0; i < n; i++) {
		if (!slot[i].page)
			continue;
		dma_unmap_page(dev, slot[i].addr, PAGE_SIZE, DMA_FROM_DEVICE);
		__free_page(slot[i].page);
	}
	kfree(slot);
}

static struct page_slot *pages_alloc_ok(struct device *dev, int n)
{
	struct page_slot *slot = kcalloc(n, sizeof(*slot), GFP_KERNEL);
	int i;

	if (!slot)
		return NULL;
	for (i = 0; i < n; i++) {
		struct page *page = alloc_page(GFP_KERNEL);
		dma_addr_t addr;

		if (!page)
			goto fail;
		addr = dma_map_page(dev, page, 0, PAGE_SIZE, DMA_FROM_DEVICE);
		if (dma_mapping_error(dev, addr)) {
			__free_page(page);
			goto fail;
		}
		slot[i].page = page;
		slot[i].addr = addr;
	}
	return slot;
fail:
	pages_free_ok(dev, slot, n);
	return NULL;
}

static int page_kept_bad(struct device *dev, struct page_slot *slot)
{
	slot->page = alloc_page(GFP_KERNEL);
	if (!slot->page)
		return -ENOMEM;
	slot->addr = dma_map_page(dev, slot->page, 0, PAGE_SIZE, DMA_FROM_DEVICE);
	if (dma_mapping_error(dev, slot->addr)) {
		dma_unmap_page(dev, slot->addr, PAGE_SIZE, DMA_FROM_DEVICE); // dma/unmap-of-unmapped: it failed on this path
		__free_page(slot->page);
		slot->page = NULL;
		return -ENOMEM;
	}
	return 0;
}
