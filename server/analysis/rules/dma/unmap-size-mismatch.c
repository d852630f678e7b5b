struct buffer {
	dma_addr_t addr;
	u32 len;
};

struct header { u32 word[4]; };
struct message { struct header header; u32 body[60]; };

static int short_bad(struct device *dev, void *buf, size_t len)
{
	dma_addr_t addr = dma_map_single(dev, buf, len, DMA_TO_DEVICE);

	if (dma_mapping_error(dev, addr))
		return -ENOMEM;
	dma_unmap_single(dev, addr, len - 4, DMA_TO_DEVICE); // dma/unmap-size-mismatch: unmaps len - 4 bytes, but len were mapped
	return 0;
}

static int other_struct_bad(struct device *dev, struct message *m)
{
	dma_addr_t addr = dma_map_single(dev, m, sizeof(*m), DMA_TO_DEVICE);

	if (dma_mapping_error(dev, addr))
		return -ENOMEM;
	dma_unmap_single(dev, addr, sizeof(struct header), DMA_TO_DEVICE); // dma/unmap-size-mismatch: unmaps 16 bytes, but 256 were mapped
	return 0;
}

static int page_bad(struct device *dev, struct page *page)
{
	dma_addr_t addr = dma_map_page(dev, page, 0, 2 * PAGE_SIZE, DMA_FROM_DEVICE);

	if (dma_mapping_error(dev, addr))
		return -ENOMEM;
	dma_unmap_page(dev, addr, PAGE_SIZE, DMA_FROM_DEVICE); // dma/unmap-size-mismatch: unmaps 4096 bytes, but 8192 were mapped
	return 0;
}

/* The length became what is left of it. */
static int reduced_bad(struct device *dev, struct buffer *b, void *cpu, u32 got)
{
	b->addr = dma_map_single(dev, cpu, b->len, DMA_FROM_DEVICE);
	if (dma_mapping_error(dev, b->addr))
		return -ENOMEM;
	b->len -= got;
	dma_unmap_single(dev, b->addr, b->len, DMA_FROM_DEVICE); // dma/unmap-size-mismatch: were mapped, assuming that the amount in between is not always 0
	return 0;
}

static int same_value_ok(struct device *dev, void *buf, unsigned int n)
{
	size_t bytes = n * sizeof(u64);
	dma_addr_t addr = dma_map_single(dev, buf, bytes, DMA_TO_DEVICE);

	if (dma_mapping_error(dev, addr))
		return -ENOMEM;
	dma_unmap_single(dev, addr, 8 * n, DMA_TO_DEVICE);
	return 0;
}

static int kept_in_field_ok(struct device *dev, struct buffer *b, void *cpu, u32 len)
{
	b->len = len;
	b->addr = dma_map_single(dev, cpu, len, DMA_FROM_DEVICE);
	if (dma_mapping_error(dev, b->addr))
		return -ENOMEM;
	dma_unmap_single(dev, b->addr, b->len, DMA_FROM_DEVICE);
	return 0;
}

static int may_be_equal_ok(struct device *dev, void *buf, size_t len, size_t other)
{
	dma_addr_t addr = dma_map_single(dev, buf, len, DMA_TO_DEVICE);

	if (dma_mapping_error(dev, addr))
		return -ENOMEM;
	dma_unmap_single(dev, addr, other, DMA_TO_DEVICE);
	return 0;
}

/* The unknown function may have trimmed the buffer. */
static int packet_ok(struct device *dev, struct sk_buff *skb)
{
	dma_addr_t addr = dma_map_single(dev, skb->data, skb->len, DMA_TO_DEVICE);

	if (dma_mapping_error(dev, addr))
		return -ENOMEM;
	chip_transmit(skb);
	dma_unmap_single(dev, addr, skb->len, DMA_TO_DEVICE);
	return 0;
}

struct spare { void *buf; int small; int large; int used; int size; };

static void test_spare_ok(struct device *dev, struct spare *s)
{
	dma_addr_t addr;

	if (s->small)
		s->size = 16;
	if (s->large)
		s->used = 1;
	addr = dma_map_single(dev, s->buf, 16, DMA_TO_DEVICE);
	if (!dma_mapping_error(dev, addr))
		dma_unmap_single(dev, addr, 16, DMA_TO_DEVICE);
}

/* Paths that meet inside the callee differ in what the caller chose before it called. */
static int chosen_before_a_call_ok(struct device *dev, struct spare *s, void *buf, int is_short)
{
	size_t len = is_short ? 64 : 128;
	dma_addr_t addr;

	test_spare_ok(dev, s);
	addr = dma_map_single(dev, buf, len, DMA_TO_DEVICE);
	if (dma_mapping_error(dev, addr))
		return -ENOMEM;
	if (is_short)
		dma_unmap_single(dev, addr, 64, DMA_TO_DEVICE);
	else
		dma_unmap_single(dev, addr, 128, DMA_TO_DEVICE);
	return 0;
}
