struct slot {
	dma_addr_t dma;
};

static int refill_bad(struct device *dev, struct slot *s, void *head, void *body)
{
	s->dma = dma_map_single(dev, head, 64, DMA_TO_DEVICE);
	if (dma_mapping_error(dev, s->dma))
		return -ENOMEM;
	s->dma = dma_map_single(dev, body, 512, DMA_TO_DEVICE); // dma/handle-overwritten: `s->dma` is overwritten while the mapping it stands for is live
	if (dma_mapping_error(dev, s->dma))
		return -ENOMEM;
	return 0;
}


static int refill_ok(struct device *dev, struct slot *s, void *head, void *body)
{
	s->dma = dma_map_single(dev, head, 64, DMA_TO_DEVICE);
	if (dma_mapping_error(dev, s->dma))
		return -ENOMEM;
	dma_unmap_single(dev, s->dma, 64, DMA_TO_DEVICE);
	s->dma = dma_map_single(dev, body, 512, DMA_TO_DEVICE);
	return dma_mapping_error(dev, s->dma) ? -ENOMEM : 0;
}

struct ring {
	dma_addr_t dma;
	__le64 addr[4];
};

static int copied_ok(struct device *dev, struct ring *r, void *head, void *body)
{
	r->dma = dma_map_single(dev, head, 64, DMA_TO_DEVICE);
	if (dma_mapping_error(dev, r->dma))
		return -ENOMEM;
	r->addr[0] = cpu_to_le64(r->dma);
	r->dma = dma_map_single(dev, body, 512, DMA_TO_DEVICE);
	return dma_mapping_error(dev, r->dma) ? -ENOMEM : 0;
}
