struct chip {
	struct device *dev;
	u32 addr;
	int len;
	dma_addr_t wide;
};

static int wide_mask(struct chip *c)
{
	return dma_set_mask_and_coherent(c->dev, DMA_BIT_MASK(40));
}

static int field_bad(struct chip *c, void *buf)
{
	c->addr = dma_map_single(c->dev, buf, 64, DMA_TO_DEVICE); // dma/handle-truncated: the mask allows 40 bits
	if (dma_mapping_error(c->dev, c->addr))
		return -ENOMEM;
	dma_unmap_single(c->dev, c->addr, 64, DMA_TO_DEVICE);
	return 0;
}

static int variable_bad(struct chip *c, struct page *page)
{
	unsigned int addr;

	addr = dma_map_page(c->dev, page, 0, 64, DMA_TO_DEVICE); // dma/handle-truncated: the result of `dma_map_page` is kept in `unsigned int`
	if (dma_mapping_error(c->dev, addr))
		return -ENOMEM;
	dma_unmap_page(c->dev, addr, 64, DMA_TO_DEVICE);
	return 0;
}

static int wide_ok(struct chip *c, void *buf)
{
	c->wide = dma_map_single(c->dev, buf, 64, DMA_TO_DEVICE);
	if (dma_mapping_error(c->dev, c->wide))
		return -ENOMEM;
	dma_unmap_single(c->dev, c->wide, 64, DMA_TO_DEVICE);
	return 0;
}

struct piece {
	struct list_head list;
	dma_addr_t start;
	dma_addr_t window;
	u32 len;
	u32 next;
};

static bool end_bad(struct piece *p, dma_addr_t now)
{
	u32 end = p->start + p->len; // dma/handle-truncated: the DMA address `start` is kept in `u32`: the mask allows 40 bits

	return now >= end;
}

static bool end_ok(struct piece *p, dma_addr_t now)
{
	dma_addr_t end = p->start + p->len;

	return now >= end;
}

/* How far apart two addresses are fits. */
static u32 done_ok(struct piece *p, dma_addr_t now)
{
	u32 done = now - p->start;

	return done;
}

static void entries_bad(struct piece *p, struct scatterlist *list, int count)
{
	struct scatterlist *sg;
	int i;

	for_each_sg(list, sg, count, i) {
		unsigned int from = sg_dma_address(sg); // dma/handle-truncated: the DMA address `sg_dma_address()` is kept in `unsigned int`

		if (from == p->start)
			p->len += sg_dma_len(sg);
	}
}

static void chained_bad(struct piece *p, dma_addr_t ring, int nth)
{
	p->next = ring + nth * 16; // dma/handle-truncated: the DMA address `ring` is kept in `u32`
}

static void aligned_ok(struct piece *p, dma_addr_t ring)
{
	p->next = ring & 63;
}

static void set_window(struct piece *p, struct resource *res)
{
	p->window = res->start;
}

/* Where registers lie no mask says. */
static void window_ok(struct piece *p, void __iomem *regs)
{
	u32 window = p->window;

	writel(window, regs);
}

static void dump_ok(struct piece *p, u32 *words)
{
	words[0] = p->start;
}

/* How far it is from where a window begins. */
static void in_window_ok(struct piece *p, u32 base)
{
	u32 offset = p->start - base;

	if (offset < p->len)
		p->next = offset;
}

/* A register of 32 bits, and none for the upper half: the mask is wrong. */
static void register_bad(struct piece *p, void __iomem *regs)
{
	u32 base = p->start; // dma/handle-truncated: the DMA address `start` is kept in `u32`: the mask allows 40 bits

	writel(base, regs);
	writel(base + p->len, regs + 4);
}
