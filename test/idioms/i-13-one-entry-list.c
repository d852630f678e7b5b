/* A list of one entry: entries and segments are both 1. */
struct port { struct device *dev; struct scatterlist sg; void *buf; };

static int port_start_ok(struct port *p, struct dma_chan *chan)
{
	int count;

	sg_init_one(&p->sg, p->buf, 64);
	count = dma_map_sg(p->dev, &p->sg, 1, DMA_FROM_DEVICE);
	if (count != 1)
		return -EINVAL;
	if (!dmaengine_prep_slave_sg(chan, &p->sg, count, DMA_DEV_TO_MEM, 0)) {
		dma_unmap_sg(p->dev, &p->sg, count, DMA_FROM_DEVICE);
		return -EIO;
	}
	return 0;
}

static void port_stop_ok(struct port *p)
{
	dma_unmap_sg(p->dev, &p->sg, 1, DMA_FROM_DEVICE);
}

static int port_start_bad(struct port *p, struct dma_chan *chan)
{
	int count;

	sg_init_one(&p->sg, p->buf, 64);
	count = dma_map_sg(p->dev, &p->sg, 1, DMA_FROM_DEVICE);
	if (count != 1)
		return -EINVAL;
	if (!dmaengine_prep_slave_sg(chan, &p->sg, count, DMA_DEV_TO_MEM, 0)) {
		dma_unmap_sg(p->dev, &p->sg, 1, DMA_TO_DEVICE); // dma/unmap-direction-mismatch: DMA_TO_DEVICE
		return -EIO;
	}
	return 0;
}

static int many_entries_bad(struct device *dev, struct scatterlist *sgl, int n)
{
	int count = dma_map_sg(dev, sgl, n, DMA_FROM_DEVICE);

	if (!count)
		return -EINVAL;
	dma_unmap_sg(dev, sgl, count, DMA_FROM_DEVICE); // dma/unmap-sg-nents: as many entries as
	return 0;
}
