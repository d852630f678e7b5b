struct chip {
	struct device *dev;
	void __iomem *regs;
	void *ring;
	dma_addr_t ring_addr;
};

static void twice_bad(struct chip *c)
{
	dma_free_coherent(c->dev, 4096, c->ring, c->ring_addr);
	dma_free_coherent(c->dev, 4096, c->ring, c->ring_addr); // dma/double-free: is freed a second time
}

static void free_ring_bad(struct chip *c)
{
	dma_free_coherent(c->dev, 4096, c->ring, c->ring_addr); // dma/double-free: is freed a second time
}

static int reset(struct chip *c)
{
	free_ring_bad(c);
	if (readl(c->regs)) {
		free_ring_bad(c);
		return -EIO;
	}
	c->ring = dma_alloc_coherent(c->dev, 4096, &c->ring_addr, GFP_KERNEL);
	return c->ring ? 0 : -ENOMEM;
}

static int pool_block_bad(struct dma_pool *pool, void __iomem *regs)
{
	dma_addr_t addr;
	u32 *desc = dma_pool_alloc(pool, GFP_KERNEL, &addr);

	if (!desc)
		return -ENOMEM;
	if (readl(regs))
		dma_pool_free(pool, desc, addr);
	dma_pool_free(pool, desc, addr); // dma/double-free: is freed a second time
	return 0;
}

static void free_ring_once(struct chip *c)
{
	if (!c->ring)
		return;
	dma_free_coherent(c->dev, 4096, c->ring, c->ring_addr);
	c->ring = NULL;
}

static void cleared_ok(struct chip *c)
{
	free_ring_once(c);
	free_ring_once(c);
}

/* Freeing NULL does nothing. */
static void null_ok(struct chip *c)
{
	dma_free_coherent(c->dev, 4096, c->ring, c->ring_addr);
	c->ring = NULL;
	dma_free_coherent(c->dev, 4096, c->ring, c->ring_addr);
}

/* Nobody knows whether the two chips are one. */
static void two_chips_ok(struct chip *a, struct chip *b)
{
	dma_free_coherent(a->dev, 4096, a->ring, a->ring_addr);
	dma_free_coherent(b->dev, 4096, b->ring, b->ring_addr);
}

/* The address stays in its field when the memory is gone, and the next memory is looked at by its pointer. */
static void stale_address_ok(struct chip *c)
{
	dma_free_coherent(c->dev, 4096, c->ring, c->ring_addr);
	c->ring = NULL;
	schedule_reset(c);
	if (c->ring)
		dma_free_coherent(c->dev, 4096, c->ring, c->ring_addr);
}

static struct sk_buff *receive_bad(struct device *dev, struct page *page, dma_addr_t addr, u32 port)
{
	struct sk_buff *skb = build_skb(page_address(page), PAGE_SIZE);

	if (!skb)
		goto give_back;
	if (port > 7)
		goto drop;
	dma_unmap_page(dev, addr, PAGE_SIZE, DMA_FROM_DEVICE);
	return skb;
drop:
	kfree_skb(skb);
give_back:
	dma_unmap_page(dev, addr, PAGE_SIZE, DMA_FROM_DEVICE);
	__free_pages(page, 0); // dma/double-free: `__free_pages` frees `page` a second time: it went with the socket buffer built on it
	return NULL;
}

static struct sk_buff *receive_ok(struct device *dev, struct page *page, dma_addr_t addr, u32 port)
{
	struct sk_buff *skb;

	dma_unmap_page(dev, addr, PAGE_SIZE, DMA_FROM_DEVICE);
	skb = build_skb(page_address(page), PAGE_SIZE);
	if (!skb) {
		__free_pages(page, 0);
		return NULL;
	}
	if (port > 7) {
		kfree_skb(skb);
		return NULL;
	}
	return skb;
}

/* The page that is freed is the next one. */
static void renew_ok(struct device *dev, struct page *page)
{
	struct sk_buff *skb = build_skb(page_address(page), PAGE_SIZE);

	if (!skb)
		return;
	kfree_skb(skb);
	page = alloc_page(GFP_KERNEL);
	__free_pages(page, 0);
}
