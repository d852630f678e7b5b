static int pinned_bad(struct device *dev, struct sg_table *sgt)
{
	int ret = dma_map_sgtable(dev, sgt, DMA_FROM_DEVICE, 0);

	if (ret)
		return ret;
	sg_free_table(sgt); // dma/sg-reinit-while-mapped: `sg_free_table` frees a list that is still mapped
	return 0;
}

static int pinned_ok(struct device *dev, struct sg_table *sgt)
{
	int ret = dma_map_sgtable(dev, sgt, DMA_FROM_DEVICE, 0);

	if (ret)
		return ret;
	dma_unmap_sgtable(dev, sgt, DMA_FROM_DEVICE, 0);
	sg_free_table(sgt);
	return 0;
}

static int rebuilt_bad(struct device *dev, struct scatterlist *sg, void *head, void *body)
{
	sg_init_one(sg, head, 64);
	if (!dma_map_sg(dev, sg, 1, DMA_TO_DEVICE))
		return -ENOMEM;
	sg_init_one(sg, body, 512); // dma/sg-reinit-while-mapped: `sg_init_one` changes a list that is still mapped
	dma_unmap_sg(dev, sg, 1, DMA_TO_DEVICE);
	return 0;
}

static int twice_bad(struct device *dev, struct scatterlist *sg, int n)
{
	if (!dma_map_sg(dev, sg, n, DMA_TO_DEVICE))
		return -ENOMEM;
	if (!dma_map_sg(dev, sg, n, DMA_TO_DEVICE)) { // dma/sg-reinit-while-mapped: `dma_map_sg` maps a list that is still mapped
		dma_unmap_sg(dev, sg, n, DMA_TO_DEVICE);
		return -ENOMEM;
	}
	dma_unmap_sg(dev, sg, n, DMA_TO_DEVICE);
	return 0;
}

struct controller {
	struct device *dma_dev;
	struct dma_chan *chan;
	struct scatterlist sg[2];
	struct completion done;
};

/* The callback unmaps before the next message is set up. */
static int each_message_ok(struct controller *c, struct message *messages, int count)
{
	struct dma_async_tx_descriptor *desc;
	int i;

	for (i = 0; i < count; i++) {
		sg_init_one(&c->sg[0], messages[i].data, messages[i].length);
		if (!dma_map_sg(c->dma_dev, &c->sg[0], 1, DMA_TO_DEVICE))
			return -EIO;
		desc = dmaengine_prep_slave_sg(c->chan, &c->sg[0], 1, DMA_MEM_TO_DEV, 0);
		if (!desc) {
			dma_unmap_sg(c->dma_dev, &c->sg[0], 1, DMA_TO_DEVICE);
			return -EIO;
		}
		desc->callback = unmap_and_complete;
		dmaengine_submit(desc);
		dma_async_issue_pending(c->chan);
		wait_for_completion(&c->done);
	}
	return 0;
}
