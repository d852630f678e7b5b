/* Without DMA the host goes on in PIO mode. */
struct host {
	struct device *dev;
	void __iomem *regs;
	void *bounce;
	dma_addr_t bounce_addr;
	bool use_pio;
};

static int host_prepare_ok(struct host *h, void *buf, u32 len)
{
	dma_addr_t addr = dma_map_single(h->dev, buf, len, DMA_TO_DEVICE);

	if (dma_mapping_error(h->dev, addr)) {
		h->use_pio = true;
		return 0;
	}
	writel(lower_32_bits(addr), h->regs);
	return 0;
}

static void host_init_ok(struct host *h)
{
	h->bounce = dma_alloc_coherent(h->dev, 4096, &h->bounce_addr, GFP_KERNEL);
	if (!h->bounce)
		dev_info(h->dev, "no bounce buffer\n");
}

static void host_copy_ok(struct host *h, const void *from, u32 len)
{
	if (h->bounce)
		memcpy(h->bounce, from, len);
}

static int smaller_ring_ok(struct host *h)
{
	u32 size;

	for (size = 8192; size >= 4096; size /= 2) {
		h->bounce = dma_alloc_coherent(h->dev, size, &h->bounce_addr, GFP_KERNEL | __GFP_NOWARN);
		if (h->bounce)
			return 0;
	}
	return -ENOMEM;
}

static int host_prepare_bad(struct host *h, void *buf, u32 len)
{
	dma_addr_t addr = dma_map_single(h->dev, buf, len, DMA_TO_DEVICE);

	if (dma_mapping_error(h->dev, addr))
		h->use_pio = true;
	writel(lower_32_bits(addr), h->regs); // dma/missing-mapping-error-check: failed on this path and is used all the same
	return 0;
}

static int host_clear_bad(struct host *h)
{
	u32 *bounce = dma_alloc_coherent(h->dev, 4096, &h->bounce_addr, GFP_KERNEL);

	if (!bounce)
		dev_info(h->dev, "no bounce buffer\n");
	bounce[0] = 0; // dma/alloc-unchecked: failed on this path and is used all the same
	h->bounce = bounce;
	return 0;
}
