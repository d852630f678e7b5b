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
