/* What a flag or a sentinel says about the mapping. */
struct slot { struct device *dev; dma_addr_t addr; u32 flags; void *buf; u32 len; };
#define SLOT_MAPPED 0x1
#define SLOT_FIRST 0x2

static void bit_ok(struct slot *s)
{
	if (s->flags & SLOT_MAPPED) {
		dma_unmap_single(s->dev, s->addr, s->len, DMA_TO_DEVICE);
		s->flags &= ~SLOT_MAPPED;
	}
	if (s->flags & SLOT_MAPPED)
		dma_unmap_single(s->dev, s->addr, s->len, DMA_TO_DEVICE);
}

static void bit_bad(struct slot *s)
{
	if (s->flags & SLOT_MAPPED)
		dma_unmap_single(s->dev, s->addr, s->len, DMA_TO_DEVICE);
	if (s->flags & SLOT_MAPPED)
		dma_unmap_single(s->dev, s->addr, s->len, DMA_TO_DEVICE); // dma/double-unmap: unmapped a second time
}

static void pointer_ok(struct slot *s)
{
	if (s->buf)
		dma_unmap_single(s->dev, s->addr, s->len, DMA_TO_DEVICE);
	s->buf = NULL;
	if (s->buf)
		dma_unmap_single(s->dev, s->addr, s->len, DMA_TO_DEVICE);
}

static void error_value_ok(struct slot *s)
{
	if (s->addr != DMA_MAPPING_ERROR)
		dma_unmap_single(s->dev, s->addr, s->len, DMA_TO_DEVICE);
	s->addr = DMA_MAPPING_ERROR;
	if (s->addr != DMA_MAPPING_ERROR)
		dma_unmap_single(s->dev, s->addr, s->len, DMA_TO_DEVICE);
}

static void helper_clears(struct slot *s)
{
	if (!s->len)
		return;
	dma_unmap_single(s->dev, s->addr, s->len, DMA_TO_DEVICE);
	s->len = 0;
}

static void helper_twice_ok(struct slot *s)
{
	helper_clears(s);
	helper_clears(s);
}

static int local_flag_ok(struct slot *s, bool wants)
{
	bool mapped = false;
	dma_addr_t addr = 0;

	if (wants) {
		addr = dma_map_single(s->dev, s->buf, 64, DMA_TO_DEVICE);
		if (dma_mapping_error(s->dev, addr))
			return -ENOMEM;
		mapped = true;
	}
	if (mapped)
		dma_unmap_single(s->dev, addr, 64, DMA_TO_DEVICE);
	return 0;
}

static int local_flag_bad(struct slot *s, bool wants)
{
	bool mapped = false;
	dma_addr_t addr = 0;

	if (wants) {
		addr = dma_map_single(s->dev, s->buf, 64, DMA_TO_DEVICE);
		if (dma_mapping_error(s->dev, addr))
			return -ENOMEM;
		mapped = true;
	}
	if (mapped)
		dma_unmap_single(s->dev, addr, 64, DMA_FROM_DEVICE); // dma/unmap-direction-mismatch: DMA_FROM_DEVICE
	return 0;
}
