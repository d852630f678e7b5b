static int status_bad(struct device *dev)
{
	dma_addr_t addr;
	u32 *status = dma_alloc_coherent(dev, 64, &addr, GFP_KERNEL);

	if (!status)
		return -ENOMEM;
	dma_sync_single_for_cpu(dev, addr, 64, DMA_FROM_DEVICE); // dma/sync-not-mapped: is given `status`, which is coherent memory and needs no sync
	dma_free_coherent(dev, 64, status, addr);
	return 0;
}

static int status_ok(struct device *dev)
{
	dma_addr_t addr;
	u32 *status = dma_alloc_noncoherent(dev, 64, &addr, DMA_FROM_DEVICE, GFP_KERNEL);

	if (!status)
		return -ENOMEM;
	dma_sync_single_for_cpu(dev, addr, 64, DMA_FROM_DEVICE);
	dma_free_noncoherent(dev, 64, status, addr, DMA_FROM_DEVICE);
	return 0;
}

static int late_bad(struct device *dev, void *buf, size_t len)
{
	dma_addr_t addr = dma_map_single(dev, buf, len, DMA_FROM_DEVICE);

	if (dma_mapping_error(dev, addr))
		return -ENOMEM;
	dma_unmap_single(dev, addr, len, DMA_FROM_DEVICE);
	dma_sync_single_for_cpu(dev, addr, len, DMA_FROM_DEVICE); // dma/sync-not-mapped: which was unmapped before
	return 0;
}

static void failed_bad(struct device *dev, void *buf, size_t len)
{
	dma_addr_t addr = dma_map_single(dev, buf, len, DMA_FROM_DEVICE);

	if (dma_mapping_error(dev, addr)) {
		dma_sync_single_for_cpu(dev, addr, len, DMA_FROM_DEVICE); // dma/sync-not-mapped: whose mapping failed
		return;
	}
	dma_unmap_single(dev, addr, len, DMA_FROM_DEVICE);
}

static void elsewhere_ok(struct device *dev, dma_addr_t addr, size_t len)
{
	dma_sync_single_for_cpu(dev, addr, len, DMA_FROM_DEVICE);
}

struct gather {
	struct device *dev;
	u64 *list, *data;
	dma_addr_t list_dma, data_dma;
};

static int gather_setup_ok(struct gather *g)
{
	g->list = dma_alloc_coherent(g->dev, 256, &g->list_dma, GFP_KERNEL);
	return g->list ? 0 : -ENOMEM;
}

static int gather_map_ok(struct gather *g)
{
	g->data_dma = dma_map_single(g->dev, g->data, 256, DMA_TO_DEVICE);
	return dma_mapping_error(g->dev, g->data_dma) ? -ENOMEM : 0;
}

/* Allocated by another function, and coherent. */
static void gather_send_bad(struct gather *g)
{
	dma_sync_single_for_device(g->dev, g->list_dma, 256, DMA_TO_DEVICE); // dma/sync-not-mapped: which is coherent memory and needs no sync
	dma_sync_single_for_device(g->dev, g->data_dma, 256, DMA_TO_DEVICE);
}

/* Of one piece of memory it is said once. */
static void gather_receive_ok(struct gather *g)
{
	dma_sync_single_for_cpu(g->dev, g->list_dma, 256, DMA_FROM_DEVICE);
}
