struct chip {
	struct device *dev;
	void __iomem *regs;
	dma_addr_t addr;
	bool is_mapped;
};

static void twice_bad(struct device *dev, dma_addr_t addr, size_t len)
{
	dma_unmap_single(dev, addr, len, DMA_TO_DEVICE);
	dma_unmap_single(dev, addr, len, DMA_TO_DEVICE); // dma/double-unmap: `addr` is unmapped a second time
}

static int falls_into_label_bad(struct chip *c, void *buf, size_t len)
{
	int ret = 0;

	c->addr = dma_map_single(c->dev, buf, len, DMA_TO_DEVICE);
	if (dma_mapping_error(c->dev, c->addr))
		return -ENOMEM;
	if (readl(c->regs)) {
		dma_unmap_single(c->dev, c->addr, len, DMA_TO_DEVICE);
		ret = -EBUSY;
		goto unmap;
	}
	writel(lower_32_bits(c->addr), c->regs);
unmap:
	dma_unmap_single(c->dev, c->addr, len, DMA_TO_DEVICE); // dma/double-unmap: is unmapped a second time
	return ret;
}

static int start_or_unmap(struct chip *c, dma_addr_t addr, size_t len)
{
	if (readl(c->regs)) {
		dma_unmap_single(c->dev, addr, len, DMA_TO_DEVICE);
		return -EBUSY;
	}
	writel(lower_32_bits(addr), c->regs);
	return 0;
}

static int callee_and_caller_bad(struct chip *c, void *buf, size_t len)
{
	dma_addr_t addr = dma_map_single(c->dev, buf, len, DMA_TO_DEVICE);
	int ret;

	if (dma_mapping_error(c->dev, addr))
		return -ENOMEM;
	ret = start_or_unmap(c, addr, len);
	dma_unmap_single(c->dev, addr, len, DMA_TO_DEVICE); // dma/double-unmap: is unmapped a second time
	return ret;
}

static void list_bad(struct device *dev, struct scatterlist *sgl, int n)
{
	dma_unmap_sg(dev, sgl, n, DMA_TO_DEVICE);
	dma_unmap_sg(dev, sgl, n, DMA_TO_DEVICE); // dma/double-unmap: is unmapped a second time
}

static void flag_ok(struct chip *c, size_t len)
{
	if (c->is_mapped) {
		dma_unmap_single(c->dev, c->addr, len, DMA_TO_DEVICE);
		c->is_mapped = false;
	}
	if (c->is_mapped)
		dma_unmap_single(c->dev, c->addr, len, DMA_TO_DEVICE);
}

static void zero_ok(struct chip *c, size_t len)
{
	if (c->addr)
		dma_unmap_single(c->dev, c->addr, len, DMA_TO_DEVICE);
	c->addr = 0;
	if (c->addr)
		dma_unmap_single(c->dev, c->addr, len, DMA_TO_DEVICE);
}

static void other_elements_ok(struct device *dev, dma_addr_t *ring, int i, size_t len)
{
	dma_unmap_single(dev, ring[i], len, DMA_TO_DEVICE);
	i++;
	dma_unmap_single(dev, ring[i], len, DMA_TO_DEVICE);
}

static int mapped_again_ok(struct chip *c, void *buf, size_t len)
{
	dma_unmap_single(c->dev, c->addr, len, DMA_FROM_DEVICE);
	c->addr = dma_map_single(c->dev, buf, len, DMA_FROM_DEVICE);
	if (dma_mapping_error(c->dev, c->addr))
		return -ENOMEM;
	dma_unmap_single(c->dev, c->addr, len, DMA_FROM_DEVICE);
	return 0;
}

static int two_devices_ok(struct device *first, struct device *second, void *buf, size_t len)
{
	dma_addr_t a, b;
	int ret = -ENOMEM;

	a = dma_map_single(first, buf, len, DMA_TO_DEVICE);
	if (dma_mapping_error(first, a))
		return ret;
	b = dma_map_single(second, buf, len, DMA_TO_DEVICE);
	if (!dma_mapping_error(second, b)) {
		dma_unmap_single(second, b, len, DMA_TO_DEVICE);
		ret = 0;
	}
	dma_unmap_single(first, a, len, DMA_TO_DEVICE);
	return ret;
}

struct transfer {
	dma_addr_t addr;
	void *block;
	bool has_source;
};

/* What was mapped is unmapped and what was allocated is freed; it was one of the two. */
static void either_kind_ok(struct device *dev, struct transfer *t, bool is_mapped)
{
	if (t->block)
		dma_free_coherent(dev, 64, t->block, t->addr);
	if (is_mapped)
		dma_unmap_single(dev, t->addr, 64, DMA_FROM_DEVICE);
}

/* In place there is no source of its own, which the flag says and the lists do not. */
static int in_place_ok(struct device *dev, struct transfer *t, struct scatterlist *src, struct scatterlist *dst, int n)
{
	if (src != dst)
		return -EINVAL;
	if (!dma_map_sg(dev, dst, n, DMA_BIDIRECTIONAL))
		return -ENOMEM;
	if (t->has_source)
		dma_unmap_sg(dev, src, n, DMA_BIDIRECTIONAL);
	dma_unmap_sg(dev, dst, n, DMA_BIDIRECTIONAL);
	return 0;
}

struct wire_frame;
struct tap;

static void drop_frame(struct tap *tap, struct device *dev, const struct wire_frame *frame)
{
	dma_addr_t addr = frame_get_addr(frame);

	dma_unmap_single(dev, addr, 2048, DMA_FROM_DEVICE);
	tap_put_page(tap, addr);
}

static struct sk_buff *build_frame(struct tap *tap, struct device *dev, const struct wire_frame *frame)
{
	dma_addr_t addr = frame_get_addr(frame);
	struct sk_buff *skb;

	dma_unmap_page(dev, addr, 2048, DMA_FROM_DEVICE);
	skb = build_skb(tap_memory(tap, addr), 2048);
	if (!skb)
		return NULL;
	skb_put(skb, frame_get_len(frame));
	return skb;
}

/* It is unmapped by the time it cannot be built. */
static void receive_bad(struct tap *tap, struct device *dev, const struct wire_frame *frame)
{
	struct sk_buff *skb = build_frame(tap, dev, frame);

	if (!skb) {
		drop_frame(tap, dev, frame); // dma/double-unmap: `drop_frame` unmaps `frame_get_addr()` a second time: `build_frame` has done so when it fails
		return;
	}
	netif_receive_skb(skb);
}

static void receive_ok(struct tap *tap, struct device *dev, const struct wire_frame *frame)
{
	struct sk_buff *skb;

	if (!frame_is_good(frame)) {
		drop_frame(tap, dev, frame);
		return;
	}
	skb = build_frame(tap, dev, frame);
	if (!skb) {
		tap_put_page(tap, frame_get_addr(frame));
		return;
	}
	netif_receive_skb(skb);
}

static struct sk_buff *copy_frame(struct tap *tap, struct device *dev, const struct wire_frame *frame)
{
	dma_addr_t addr = frame_get_addr(frame);
	struct sk_buff *skb = dev_alloc_skb(2048);

	if (!skb)
		return NULL;
	dma_unmap_page(dev, addr, 2048, DMA_FROM_DEVICE);
	skb_put_data(skb, tap_memory(tap, addr), frame_get_len(frame));
	tap_put_page(tap, addr);
	return skb;
}

/* Where the copy fails, it is still mapped. */
static void receive_copy_ok(struct tap *tap, struct device *dev, const struct wire_frame *frame)
{
	struct sk_buff *skb = copy_frame(tap, dev, frame);

	if (!skb) {
		drop_frame(tap, dev, frame);
		return;
	}
	netif_receive_skb(skb);
}

static void turn_frame(struct tap *tap, struct wire_frame *frame)
{
	frame_set_addr(frame, tap_next_address(tap));
}

/* By then the frame has another address. */
static void receive_turned_ok(struct tap *tap, struct device *dev, struct wire_frame *frame)
{
	struct sk_buff *skb = build_frame(tap, dev, frame);

	if (!skb) {
		turn_frame(tap, frame);
		drop_frame(tap, dev, frame);
		return;
	}
	netif_receive_skb(skb);
}

struct request {
	struct device *dev;
	dma_addr_t addr;
	u32 len;
};

static void request_done(struct request *r)
{
	dma_unmap_single(r->dev, r->addr, r->len, DMA_BIDIRECTIONAL); // dma/double-unmap: is unmapped a second time
}

static int request_answer(struct request *r, const u8 *answer, u32 *result)
{
	dma_unmap_single(r->dev, r->addr, r->len, DMA_BIDIRECTIONAL);
	if (answer[0] != 1)
		return -EBADMSG;
	*result = answer[1];
	return 0;
}

/* Where the answer is wrong, it is unmapped all the same. */
static int request_finish(struct request *r, const u8 *answer, u32 *result)
{
	int ret = request_answer(r, answer, result);

	if (ret) {
		request_done(r);
		return ret;
	}
	return 0;
}

static int request_check(struct request *r, const u8 *answer, u32 *result)
{
	if (answer[0] != 1)
		return -EBADMSG;
	dma_unmap_single(r->dev, r->addr, r->len, DMA_BIDIRECTIONAL);
	*result = answer[1];
	return 0;
}

static int answer_ok(struct request *r, const u8 *answer, u32 *result)
{
	int ret = request_check(r, answer, result);

	if (ret) {
		request_done(r);
		return ret;
	}
	return 0;
}
