/* What was decided on the way in is decided on the way out: flags, lengths, options, directions, predicates. */
struct request {
	struct device *dev;
	void __iomem *regs;
	void *src, *dst, *aad;
	dma_addr_t src_addr, dst_addr, aad_addr;
	u32 len, aad_len;
	unsigned long flags;
	bool encrypt;
};
#define REQ_AAD_MAPPED BIT(0)

static int flag_set_on_the_way_ok(struct request *r)
{
	r->flags = 0;
	if (r->aad_len) {
		r->aad_addr = dma_map_single(r->dev, r->aad, r->aad_len, DMA_TO_DEVICE);
		if (dma_mapping_error(r->dev, r->aad_addr))
			return -ENOMEM;
		r->flags |= REQ_AAD_MAPPED;
	}
	r->src_addr = dma_map_single(r->dev, r->src, r->len, DMA_TO_DEVICE);
	if (dma_mapping_error(r->dev, r->src_addr)) {
		if (r->flags & REQ_AAD_MAPPED)
			dma_unmap_single(r->dev, r->aad_addr, r->aad_len, DMA_TO_DEVICE);
		return -ENOMEM;
	}
	return 0;
}

static int length_is_zero_ok(struct request *r, void *aad, u32 aad_len)
{
	dma_addr_t addr = 0;
	int ret;

	if (aad_len) {
		addr = dma_map_single(r->dev, aad, aad_len, DMA_TO_DEVICE);
		if (dma_mapping_error(r->dev, addr))
			return -ENOMEM;
	}
	ret = readl(r->regs) ? -EBUSY : 0;
	if (aad_len)
		dma_unmap_single(r->dev, addr, aad_len, DMA_TO_DEVICE);
	return ret;
}

static int length_is_zero_bad(struct request *r, void *aad, u32 aad_len, u32 iv_len)
{
	dma_addr_t addr = 0;

	if (aad_len) {
		addr = dma_map_single(r->dev, aad, aad_len, DMA_TO_DEVICE);
		if (dma_mapping_error(r->dev, addr))
			return -ENOMEM;
	}
	if (readl(r->regs)) {
		if (iv_len)
			dma_unmap_single(r->dev, addr, aad_len, DMA_TO_DEVICE); // dma/unmap-of-unmapped: never mapped on this path
		return -EBUSY;
	}
	if (aad_len)
		dma_unmap_single(r->dev, addr, aad_len, DMA_TO_DEVICE);
	return 0;
}

static int optional_buffer_ok(struct request *r, void *buf)
{
	dma_addr_t addr;

	if (buf) {
		addr = dma_map_single(r->dev, buf, 64, DMA_TO_DEVICE);
		if (dma_mapping_error(r->dev, addr))
			return -ENOMEM;
		writel(lower_32_bits(addr), r->regs);
	}
	writel(1, r->regs + 4);
	if (buf)
		dma_unmap_single(r->dev, addr, 64, DMA_TO_DEVICE);
	return 0;
}

static int direction_ok(struct request *r, void *buf, enum dma_data_direction dir)
{
	dma_addr_t addr;

	switch (dir) {
	case DMA_TO_DEVICE:
		addr = dma_map_single(r->dev, buf, 64, DMA_TO_DEVICE);
		break;
	case DMA_FROM_DEVICE:
		addr = dma_map_single(r->dev, buf, 64, DMA_FROM_DEVICE);
		break;
	default:
		return -EINVAL;
	}
	if (dma_mapping_error(r->dev, addr))
		return -ENOMEM;
	dma_unmap_single(r->dev, addr, 64, dir);
	return 0;
}

static int direction_chosen_ok(struct request *r, void *buf, bool write)
{
	enum dma_data_direction dir = write ? DMA_TO_DEVICE : DMA_FROM_DEVICE;
	dma_addr_t addr = dma_map_single(r->dev, buf, 64, dir);

	if (dma_mapping_error(r->dev, addr))
		return -ENOMEM;
	if (write)
		dma_unmap_single(r->dev, addr, 64, DMA_TO_DEVICE);
	else
		dma_unmap_single(r->dev, addr, 64, DMA_FROM_DEVICE);
	return 0;
}

static int direction_chosen_bad(struct request *r, void *buf, bool write)
{
	dma_addr_t addr = dma_map_single(r->dev, buf, 64, write ? DMA_TO_DEVICE : DMA_FROM_DEVICE);

	if (dma_mapping_error(r->dev, addr))
		return -ENOMEM;
	if (write)
		dma_unmap_single(r->dev, addr, 64, DMA_FROM_DEVICE); // dma/unmap-direction-mismatch: DMA_FROM_DEVICE
	else
		dma_unmap_single(r->dev, addr, 64, DMA_FROM_DEVICE);
	return 0;
}

static bool is_in_place(const struct request *r)
{
	return r->src == r->dst;
}

static int helper_predicate_ok(struct request *r)
{
	enum dma_data_direction dir = is_in_place(r) ? DMA_BIDIRECTIONAL : DMA_TO_DEVICE;

	r->src_addr = dma_map_single(r->dev, r->src, r->len, dir);
	if (dma_mapping_error(r->dev, r->src_addr))
		return -ENOMEM;
	if (!is_in_place(r)) {
		r->dst_addr = dma_map_single(r->dev, r->dst, r->len, DMA_FROM_DEVICE);
		if (dma_mapping_error(r->dev, r->dst_addr)) {
			dma_unmap_single(r->dev, r->src_addr, r->len, DMA_TO_DEVICE);
			return -ENOMEM;
		}
	}
	if (is_in_place(r)) {
		dma_unmap_single(r->dev, r->src_addr, r->len, DMA_BIDIRECTIONAL);
	} else {
		dma_unmap_single(r->dev, r->dst_addr, r->len, DMA_FROM_DEVICE);
		dma_unmap_single(r->dev, r->src_addr, r->len, DMA_TO_DEVICE);
	}
	return 0;
}

static int same_condition_twice_bad(struct request *r, int n, int kind)
{
	dma_addr_t addr = dma_map_single(r->dev, r->src, 64, DMA_TO_DEVICE);

	if (dma_mapping_error(r->dev, addr))
		return -ENOMEM;
	if (kind == 3 && n > 4)
		dma_unmap_single(r->dev, addr, 64, DMA_TO_DEVICE);
	writel(n, r->regs);
	if (n > 4 && kind == 3)
		dma_unmap_single(r->dev, addr, 64, DMA_TO_DEVICE); // dma/double-unmap: unmapped a second time
	else if (kind != 3 || n <= 4)
		dma_unmap_single(r->dev, addr, 64, DMA_TO_DEVICE);
	return 0;
}
