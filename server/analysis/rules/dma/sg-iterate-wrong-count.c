static int loop_bad(struct device *dev, struct scatterlist *list, int n, u64 *addrs)
{
	struct scatterlist *sg;
	int i, count = dma_map_sg(dev, list, n, DMA_TO_DEVICE);

	if (!count)
		return -ENOMEM;
	for_each_sg(list, sg, n, i)
		addrs[i] = sg_dma_address(sg); // dma/sg-iterate-wrong-count: goes on to `n`
	dma_unmap_sg(dev, list, n, DMA_TO_DEVICE);
	return 0;
}

static struct dma_async_tx_descriptor *engine_bad(struct dma_chan *chan, struct scatterlist *list, int n)
{
	int count = dma_map_sg(chan->device->dma_dev, list, n, DMA_TO_DEVICE);

	if (!count)
		return NULL;
	return dmaengine_prep_slave_sg(chan, list, n, DMA_MEM_TO_DEV, 0); // dma/sg-iterate-wrong-count: `dmaengine_prep_slave_sg` goes on to `n`
}

static struct dma_async_tx_descriptor *mapped_ok(struct dma_chan *chan, struct scatterlist *list, int n)
{
	int count = dma_map_sg(chan->device->dma_dev, list, n, DMA_TO_DEVICE);

	if (!count)
		return NULL;
	return dmaengine_prep_slave_sg(chan, list, count, DMA_MEM_TO_DEV, 0);
}

static struct dma_async_tx_descriptor *refused_ok(struct dma_chan *chan, struct scatterlist *list, int n)
{
	int count = dma_map_sg(chan->device->dma_dev, list, n, DMA_TO_DEVICE);

	if (!count)
		return NULL;
	if (count < n) {
		dma_unmap_sg(chan->device->dma_dev, list, n, DMA_TO_DEVICE);
		return NULL;
	}
	return dmaengine_prep_slave_sg(chan, list, n, DMA_MEM_TO_DEV, 0);
}

static u32 head_bad(struct scatterlist *list, int count, u64 *addrs)
{
	struct scatterlist *sg;
	u32 len = 0;
	int i;

	for_each_sg(list, sg, count, i) {
		addrs[i] = sg_dma_address(sg);
		len += sg_dma_len(list); // dma/sg-iterate-wrong-count: `sg_dma_len` of `list` is that of the first entry in every round; `sg` is the current one
	}
	return len;
}

struct ecc {
	struct device *dma_dev;
	struct dma_chan *chan;
	struct dma_chan *ecc_chan;
	struct sg_table data;
	struct sg_table codes;
	int steps;
};

/* The list of the codes was not mapped: its addresses were put there by hand, one for every step. */
static int codes_ok(struct ecc *e)
{
	int mapped = dma_map_sg(e->dma_dev, e->data.sgl, e->steps, DMA_FROM_DEVICE);

	if (!mapped)
		return -EIO;
	if (!dmaengine_prep_slave_sg(e->chan, e->data.sgl, mapped, DMA_DEV_TO_MEM, 0) ||
	    !dmaengine_prep_slave_sg(e->ecc_chan, e->codes.sgl, e->steps, DMA_DEV_TO_MEM, 0)) {
		dma_unmap_sg(e->dma_dev, e->data.sgl, e->steps, DMA_FROM_DEVICE);
		return -EIO;
	}
	return 0;
}
