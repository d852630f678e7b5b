static int result_bad(struct device *dev, struct scatterlist *sgl, int n)
{
	int count = dma_map_sg(dev, sgl, n, DMA_TO_DEVICE);

	if (!count)
		return -ENOMEM;
	dma_unmap_sg(dev, sgl, count, DMA_TO_DEVICE); // dma/unmap-sg-nents: unmaps as many entries as `dma_map_sg` returned, but it was given n
	return 0;
}

static int own_input_bad(struct device *dev, struct scatterlist *sgl, int n)
{
	n = dma_map_sg(dev, sgl, n, DMA_TO_DEVICE);
	if (!n)
		return -ENOMEM;
	dma_unmap_sg(dev, sgl, n, DMA_TO_DEVICE); // dma/unmap-sg-nents: unmaps as many entries as `dma_map_sg` returned
	return 0;
}

static int table_bad(struct device *dev, struct sg_table *sgt)
{
	sgt->nents = dma_map_sg(dev, sgt->sgl, sgt->orig_nents, DMA_TO_DEVICE);
	if (!sgt->nents)
		return -ENOMEM;
	dma_unmap_sg(dev, sgt->sgl, sgt->nents, DMA_TO_DEVICE); // dma/unmap-sg-nents: unmaps as many entries as `dma_map_sg` returned
	return 0;
}

static int one_less_bad(struct device *dev, struct scatterlist *sgl, int n)
{
	if (!dma_map_sg(dev, sgl, n, DMA_TO_DEVICE))
		return -ENOMEM;
	dma_unmap_sg(dev, sgl, n - 1, DMA_TO_DEVICE); // dma/unmap-sg-nents: unmaps n - 1 entries, but `dma_map_sg` was given n
	return 0;
}

static int original_ok(struct device *dev, struct scatterlist *sgl, int n, void __iomem *regs)
{
	int count = dma_map_sg(dev, sgl, n, DMA_TO_DEVICE);

	if (!count)
		return -ENOMEM;
	writel(count, regs);
	dma_unmap_sg(dev, sgl, n, DMA_TO_DEVICE);
	return 0;
}

/* A list of one entry: both counts are 1. */
static int one_entry_ok(struct device *dev, struct scatterlist *sg)
{
	int count = dma_map_sg(dev, sg, 1, DMA_TO_DEVICE);

	if (!count)
		return -ENOMEM;
	dma_unmap_sg(dev, sg, count, DMA_TO_DEVICE);
	return 0;
}

static int counted_again_ok(struct device *dev, struct scatterlist *sgl)
{
	if (!dma_map_sg(dev, sgl, sg_nents(sgl), DMA_TO_DEVICE))
		return -ENOMEM;
	dma_unmap_sg(dev, sgl, sg_nents(sgl), DMA_TO_DEVICE);
	return 0;
}

static int table_ok(struct device *dev, struct sg_table *sgt)
{
	int ret = dma_map_sgtable(dev, sgt, DMA_TO_DEVICE, 0);

	if (ret)
		return ret;
	dma_unmap_sgtable(dev, sgt, DMA_TO_DEVICE, 0);
	return 0;
}

struct transfer {
	struct scatterlist *list;
	u32 entries;
	u32 segments;
};

static int start_transfer_ok(struct device *dev, struct transfer *t)
{
	t->segments = dma_map_sg(dev, t->list, t->entries, DMA_TO_DEVICE);
	return t->segments ? 0 : -ENOMEM;
}

static void finish_transfer_bad(struct device *dev, struct transfer *t)
{
	dma_unmap_sg(dev, t->list, t->segments, DMA_TO_DEVICE); // dma/unmap-sg-nents: as many entries as `dma_map_sg` returned
}

static void finish_transfer_ok(struct device *dev, struct transfer *t)
{
	dma_unmap_sg(dev, t->list, t->entries, DMA_TO_DEVICE);
}

struct grown {
	struct scatterlist list[16];
	u32 used;
	u32 segments;
};

/* The count is one more by the time it is kept. */
static int grow_ok(struct device *dev, struct grown *g)
{
	g->used++;
	g->segments = dma_map_sg(dev, g->list, g->used, DMA_TO_DEVICE);
	return g->segments ? 0 : -ENOMEM;
}

static void shrink_ok(struct device *dev, struct grown *g)
{
	if (g->segments)
		dma_unmap_sg(dev, g->list, g->used, DMA_TO_DEVICE);
}
