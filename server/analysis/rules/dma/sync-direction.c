static int read_bad(struct device *dev, void *buf, size_t len)
{
	dma_addr_t addr = dma_map_single(dev, buf, len, DMA_FROM_DEVICE);

	if (dma_mapping_error(dev, addr))
		return -ENOMEM;
	dma_sync_single_for_cpu(dev, addr, len, DMA_TO_DEVICE); // dma/sync-direction: syncs with `DMA_TO_DEVICE` what was mapped with `DMA_FROM_DEVICE`
	dma_unmap_single(dev, addr, len, DMA_FROM_DEVICE);
	return 0;
}

static int exchange_ok(struct device *dev, void *buf, size_t len)
{
	dma_addr_t addr = dma_map_single(dev, buf, len, DMA_BIDIRECTIONAL);

	if (dma_mapping_error(dev, addr))
		return -ENOMEM;
	dma_sync_single_for_cpu(dev, addr, len, DMA_FROM_DEVICE);
	dma_unmap_single(dev, addr, len, DMA_BIDIRECTIONAL);
	return 0;
}

struct ring {
	dma_addr_t dma;
	void *cpu;
};

static int fill_ring_ok(struct device *dev, struct ring *r)
{
	r->dma = dma_map_single(dev, r->cpu, 64, DMA_FROM_DEVICE);
	return dma_mapping_error(dev, r->dma) ? -ENOMEM : 0;
}

static void poll_ring_bad(struct device *dev, struct ring *r)
{
	dma_sync_single_for_cpu(dev, r->dma, 64, DMA_TO_DEVICE); // dma/sync-direction: syncs with `DMA_TO_DEVICE` what was mapped with `DMA_FROM_DEVICE`
}

struct tx {
	dma_addr_t addr;
};

static int fill_any_ok(struct device *dev, struct tx *t, void *buf, bool out)
{
	t->addr = dma_map_single(dev, buf, 64, out ? DMA_TO_DEVICE : DMA_FROM_DEVICE);
	return dma_mapping_error(dev, t->addr) ? -ENOMEM : 0;
}

static void poll_any_ok(struct device *dev, struct tx *t)
{
	dma_sync_single_for_cpu(dev, t->addr, 64, DMA_FROM_DEVICE);
}
