/* The unmap data collects the addresses; the put releases them all. */
static int self_test_ok(struct dma_device *dma, struct page *from, struct page *to)
{
	struct dmaengine_unmap_data *unmap = dmaengine_get_unmap_data(dma->dev, 2, GFP_KERNEL);
	int ret = -ENOMEM;

	if (!unmap)
		return -ENOMEM;
	unmap->len = 512;
	unmap->addr[0] = dma_map_page(dma->dev, from, 0, 512, DMA_TO_DEVICE);
	if (dma_mapping_error(dma->dev, unmap->addr[0]))
		goto put;
	unmap->to_cnt = 1;
	unmap->addr[1] = dma_map_page(dma->dev, to, 0, 512, DMA_FROM_DEVICE);
	if (dma_mapping_error(dma->dev, unmap->addr[1]))
		goto put;
	unmap->from_cnt = 1;
	ret = 0;
put:
	dmaengine_unmap_put(unmap);
	return ret;
}

static int self_test_bad(struct dma_device *dma, struct page *from)
{
	struct dmaengine_unmap_data *unmap;
	dma_addr_t addr = dma_map_page(dma->dev, from, 0, 512, DMA_TO_DEVICE);

	if (dma_mapping_error(dma->dev, addr))
		return -ENOMEM;
	unmap = dmaengine_get_unmap_data(dma->dev, 2, GFP_KERNEL);
	if (!unmap)
		return -ENOMEM; // dma/leak-on-error-path: `addr`
	unmap->addr[0] = addr;
	unmap->to_cnt = 1;
	dmaengine_unmap_put(unmap);
	return 0;
}
