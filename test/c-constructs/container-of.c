/* From a member back to what it is in. */
struct request { struct work_struct work; struct completion *done; dma_addr_t addr; struct device *dev; };

static int there_and_back_ok(struct request *r, void *buf)
{
	struct work_struct *work = &r->work;
	struct request *same = container_of(work, struct request, work);

	r->addr = dma_map_single(r->dev, buf, 64, DMA_TO_DEVICE);
	if (dma_mapping_error(same->dev, same->addr))
		return -ENOMEM;
	dma_unmap_single(same->dev, same->addr, 64, DMA_TO_DEVICE);
	return 0;
}

static int there_and_back_bad(struct request *r, void *buf)
{
	struct work_struct *work = &r->work;
	struct request *same = container_of(work, struct request, work);

	r->addr = dma_map_single(r->dev, buf, 64, DMA_TO_DEVICE);
	if (dma_mapping_error(r->dev, r->addr))
		return -ENOMEM;
	dma_unmap_single(same->dev, same->addr, 64, DMA_FROM_DEVICE); // dma/unmap-direction-mismatch: DMA_FROM_DEVICE
	return 0;
}

static void two_ways_bad(struct work_struct *work)
{
	struct request *r = container_of(work, struct request, work);
	struct request *same = container_of(work, struct request, work);

	dma_unmap_single(r->dev, r->addr, 64, DMA_TO_DEVICE);
	dma_unmap_single(same->dev, same->addr, 64, DMA_TO_DEVICE); // dma/double-unmap: unmapped a second time
}
