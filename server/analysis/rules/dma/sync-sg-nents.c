static int receive_bad(struct device *dev, struct scatterlist *sgl, int n)
{
	int mapped = dma_map_sg(dev, sgl, n, DMA_FROM_DEVICE);

	if (!mapped)
		return -ENOMEM;
	dma_sync_sg_for_cpu(dev, sgl, mapped, DMA_FROM_DEVICE); // dma/sync-sg-nents: syncs as many entries as `dma_map_sg` returned, but it was given n
	dma_unmap_sg(dev, sgl, n, DMA_FROM_DEVICE);
	return 0;
}

static int receive_ok(struct device *dev, struct scatterlist *sgl, int n)
{
	int mapped = dma_map_sg(dev, sgl, n, DMA_FROM_DEVICE);

	if (!mapped)
		return -ENOMEM;
	dma_sync_sg_for_cpu(dev, sgl, n, DMA_FROM_DEVICE);
	dma_unmap_sg(dev, sgl, n, DMA_FROM_DEVICE);
	return 0;
}

static int more_bad(struct device *dev, struct scatterlist *sgl, int n)
{
	if (!dma_map_sg(dev, sgl, n, DMA_FROM_DEVICE))
		return -ENOMEM;
	dma_sync_sg_for_cpu(dev, sgl, n + 1, DMA_FROM_DEVICE); // dma/sync-sg-nents: entries, but `dma_map_sg` was given n
	dma_unmap_sg(dev, sgl, n, DMA_FROM_DEVICE);
	return 0;
}

static int table_ok(struct device *dev, struct sg_table *sgt)
{
	int ret = dma_map_sgtable(dev, sgt, DMA_FROM_DEVICE, 0);

	if (ret)
		return ret;
	dma_sync_sgtable_for_cpu(dev, sgt, DMA_FROM_DEVICE);
	dma_unmap_sgtable(dev, sgt, DMA_FROM_DEVICE, 0);
	return 0;
}

struct ring {
	struct device *dev;
	struct scatterlist *sgl;
	int entries;
	int segments;
};

static int ring_map(struct ring *r)
{
	r->segments = dma_map_sg(r->dev, r->sgl, r->entries, DMA_FROM_DEVICE);
	return r->segments ? 0 : -ENOMEM;
}

static void ring_look_bad(struct ring *r)
{
	dma_sync_sg_for_cpu(r->dev, r->sgl, r->segments, DMA_FROM_DEVICE); // dma/sync-sg-nents: syncs as many entries as `dma_map_sg` returned
}

static void ring_look_ok(struct ring *r)
{
	dma_sync_sg_for_cpu(r->dev, r->sgl, r->entries, DMA_FROM_DEVICE);
}

static void ring_first_ok(struct ring *r)
{
	dma_sync_sg_for_cpu(r->dev, r->sgl, 1, DMA_FROM_DEVICE);
}

static void ring_unmap(struct ring *r)
{
	dma_unmap_sg(r->dev, r->sgl, r->entries, DMA_FROM_DEVICE);
}
