/* A bit-field keeps what fits into it. */
struct state { struct device *dev; dma_addr_t addr; void *buf; unsigned int mapped:1; unsigned int kind:2; u16 size:12; };

static int flag_ok(struct state *s, int wants)
{
	s->mapped = 0;
	if (wants) {
		s->addr = dma_map_single(s->dev, s->buf, 64, DMA_TO_DEVICE);
		if (dma_mapping_error(s->dev, s->addr))
			return -ENOMEM;
		s->mapped = 1;
	}
	if (s->mapped) {
		dma_unmap_single(s->dev, s->addr, 64, DMA_TO_DEVICE);
		s->mapped = 0;
	}
	if (s->mapped)
		dma_unmap_single(s->dev, s->addr, 64, DMA_TO_DEVICE);
	return 0;
}

static int flag_bad(struct state *s)
{
	s->addr = dma_map_single(s->dev, s->buf, 64, DMA_TO_DEVICE);
	if (dma_mapping_error(s->dev, s->addr))
		return -ENOMEM;
	s->mapped = 1;
	if (s->mapped)
		dma_unmap_single(s->dev, s->addr, 64, DMA_TO_DEVICE);
	if (s->mapped)
		dma_unmap_single(s->dev, s->addr, 64, DMA_TO_DEVICE); // dma/double-unmap: unmapped a second time
	return 0;
}

static int kind_bad(struct state *s)
{
	s->kind = 2;
	s->addr = dma_map_single(s->dev, s->buf, 64, DMA_TO_DEVICE);
	if (dma_mapping_error(s->dev, s->addr))
		return -ENOMEM;
	dma_unmap_single(s->dev, s->addr, 64, s->kind == 2 ? DMA_FROM_DEVICE : DMA_TO_DEVICE); // dma/unmap-direction-mismatch: DMA_FROM_DEVICE
	return 0;
}

static int cut_off_ok(struct state *s)
{
	dma_addr_t addr = dma_map_single(s->dev, s->buf, 64, DMA_TO_DEVICE);

	if (dma_mapping_error(s->dev, addr))
		return -ENOMEM;
	s->mapped = 2;
	dma_unmap_single(s->dev, addr, s->mapped ? 32 : 64, DMA_TO_DEVICE);
	return 0;
}
