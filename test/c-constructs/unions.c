/* Members of a union are the same memory. */
struct chip { struct device *dev; };
union handle { dma_addr_t addr; u64 raw; struct { u32 low, high; } half; };
struct tagged { union { void *virt; struct page *page; }; dma_addr_t addr; bool is_page; };

static int other_member_ok(struct chip *c, void *buf)
{
	union handle h;

	h.addr = dma_map_single(c->dev, buf, 64, DMA_TO_DEVICE);
	if (dma_mapping_error(c->dev, h.addr))
		return -ENOMEM;
	dma_unmap_single(c->dev, h.raw, 64, DMA_TO_DEVICE);
	return 0;
}

static int other_member_bad(struct chip *c, void *buf)
{
	union handle h;

	h.addr = dma_map_single(c->dev, buf, 64, DMA_TO_DEVICE);
	if (dma_mapping_error(c->dev, h.addr))
		return -ENOMEM;
	dma_unmap_single(c->dev, h.raw, 64, DMA_FROM_DEVICE); // dma/unmap-direction-mismatch: DMA_FROM_DEVICE
	return 0;
}

static int overwritten_ok(struct chip *c, union handle *h, void *buf)
{
	h->half.low = 32;
	h->addr = dma_map_single(c->dev, buf, 64, DMA_TO_DEVICE);
	if (dma_mapping_error(c->dev, h->addr))
		return -ENOMEM;
	dma_unmap_single(c->dev, h->addr, h->half.low, DMA_TO_DEVICE);
	return 0;
}

static int anonymous_bad(struct chip *c, struct tagged *t)
{
	t->addr = dma_map_page(c->dev, t->page, 0, 64, DMA_TO_DEVICE);
	if (dma_mapping_error(c->dev, t->addr))
		return -ENOMEM;
	dma_unmap_single(c->dev, t->addr, 64, DMA_FROM_DEVICE); // dma/unmap-direction-mismatch: DMA_FROM_DEVICE
	return 0;
}

struct parts { struct device *dev; void *buf; union { struct { dma_addr_t addr; u64 end; }; u64 table[4]; } out; };

/* The second entry of the table is not where the address is. */
static int beside_ok(struct parts *p, void __iomem *regs)
{
	p->buf = kzalloc(64, GFP_KERNEL);
	if (!p->buf)
		return -ENOMEM;
	p->out.addr = dma_map_single(p->dev, p->buf, 64, DMA_FROM_DEVICE);
	if (dma_mapping_error(p->dev, p->out.addr)) {
		kfree(p->buf);
		return -ENOMEM;
	}
	p->out.table[1] = 0;
	if (readl(regs)) {
		dma_unmap_single(p->dev, p->out.addr, 64, DMA_FROM_DEVICE);
		kfree(p->buf);
		return -EBUSY;
	}
	return 0;
}
