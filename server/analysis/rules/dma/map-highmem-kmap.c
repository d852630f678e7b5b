static int kmap_bad(struct device *dev, struct page *page, size_t len)
{
	u8 *bytes = kmap(page);
	dma_addr_t addr = dma_map_single(dev, bytes + 16, len, DMA_FROM_DEVICE); // dma/map-highmem-kmap: `dma_map_single` cannot map the address that `kmap` gave; map the page

	if (!dma_mapping_error(dev, addr))
		dma_unmap_single(dev, addr, len, DMA_FROM_DEVICE);
	kunmap(page);
	return 0;
}

static int page_address_bad(struct device *dev)
{
	struct page *page = alloc_page(GFP_HIGHUSER);
	dma_addr_t addr;

	if (!page)
		return -ENOMEM;
	addr = dma_map_single(dev, page_address(page), PAGE_SIZE, DMA_TO_DEVICE); // dma/map-highmem-kmap: `alloc_page`
	if (!dma_mapping_error(dev, addr))
		dma_unmap_single(dev, addr, PAGE_SIZE, DMA_TO_DEVICE);
	__free_page(page);
	return 0;
}

static int low_page_ok(struct device *dev)
{
	struct page *page = alloc_page(GFP_KERNEL);
	void *bytes;
	dma_addr_t addr;

	if (!page)
		return -ENOMEM;
	bytes = kmap(page);
	addr = dma_map_single(dev, bytes, PAGE_SIZE, DMA_TO_DEVICE);
	if (!dma_mapping_error(dev, addr))
		dma_unmap_single(dev, addr, PAGE_SIZE, DMA_TO_DEVICE);
	kunmap(page);
	__free_page(page);
	return 0;
}

static int page_ok(struct device *dev, struct page *page, size_t len)
{
	u8 *bytes = kmap_local_page(page);
	dma_addr_t addr;

	bytes[0] = 1;
	kunmap_local(bytes);
	addr = dma_map_page(dev, page, 0, len, DMA_TO_DEVICE);
	if (dma_mapping_error(dev, addr))
		return -ENOMEM;
	dma_unmap_page(dev, addr, len, DMA_TO_DEVICE);
	return 0;
}
