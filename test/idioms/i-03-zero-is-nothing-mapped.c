/* A zeroed address, a length or a flag says whether something is mapped. */
struct buffer { dma_addr_t addr; u32 len; bool is_queued; };

static void by_address_ok(struct device *dev, struct buffer *b)
{
	if (b->addr) {
		dma_unmap_single(dev, b->addr, b->len, DMA_TO_DEVICE);
		b->addr = 0;
	}
	if (b->addr)
		dma_unmap_single(dev, b->addr, b->len, DMA_TO_DEVICE);
}

static void by_length_ok(struct device *dev, struct buffer *b)
{
	if (b->len) {
		dma_unmap_single(dev, b->addr, b->len, DMA_TO_DEVICE);
		b->len = 0;
	}
	if (b->len)
		dma_unmap_single(dev, b->addr, b->len, DMA_TO_DEVICE);
}

static void by_flag_ok(struct device *dev, struct buffer *b)
{
	if (b->is_queued)
		dma_unmap_single(dev, b->addr, b->len, DMA_TO_DEVICE);
	b->is_queued = false;
	if (b->is_queued)
		dma_unmap_single(dev, b->addr, b->len, DMA_TO_DEVICE);
}

static int mark_after_check_ok(struct device *dev, struct buffer *b, void *buf)
{
	b->addr = 0;
	if (buf) {
		b->addr = dma_map_single(dev, buf, b->len, DMA_TO_DEVICE);
		if (dma_mapping_error(dev, b->addr)) {
			b->addr = 0;
			return -ENOMEM;
		}
	}
	if (b->addr)
		dma_unmap_single(dev, b->addr, b->len, DMA_TO_DEVICE);
	return 0;
}

static void address_not_cleared_bad(struct device *dev, struct buffer *b)
{
	if (b->addr)
		dma_unmap_single(dev, b->addr, b->len, DMA_TO_DEVICE);
	b->len = 1;
	if (b->addr)
		dma_unmap_single(dev, b->addr, 1, DMA_TO_DEVICE); // dma/double-unmap: unmapped a second time
}

static void flag_not_cleared_bad(struct device *dev, struct buffer *b)
{
	if (b->is_queued)
		dma_unmap_single(dev, b->addr, b->len, DMA_TO_DEVICE);
	if (b->is_queued)
		dma_unmap_single(dev, b->addr, b->len, DMA_TO_DEVICE); // dma/double-unmap: unmapped a second time
}

/* Zero as an error test is another thing than zero as a mark. */
static int zero_means_failed_bad(struct device *dev, struct buffer *b, void *buf)
{
	b->addr = dma_map_single(dev, buf, b->len, DMA_TO_DEVICE);
	if (!b->addr) // dma/wrong-mapping-error-test: 0
		return -ENOMEM;
	dma_unmap_single(dev, b->addr, b->len, DMA_TO_DEVICE);
	b->addr = 0;
	return 0;
}
