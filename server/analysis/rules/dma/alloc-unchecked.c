struct chip {
	struct device *dev;
	void __iomem *regs;
	u32 *ring;
	dma_addr_t ring_addr;
};

static void dereferenced_bad(struct chip *c)
{
	c->ring = dma_alloc_coherent(c->dev, 4096, &c->ring_addr, GFP_KERNEL); // dma/alloc-unchecked: the allocation can fail and is used unchecked: dereferenced
	c->ring[0] = 0;
}

static void cleared_bad(struct device *dev, size_t len)
{
	dma_addr_t addr;
	void *p = dma_alloc_wc(dev, len, &addr, GFP_KERNEL); // dma/alloc-unchecked: used unchecked: accessed by `memset`

	memset(p, 0xff, len);
}

static void given_to_device_bad(struct chip *c)
{
	c->ring = dma_alloc_coherent(c->dev, 4096, &c->ring_addr, GFP_KERNEL); // dma/alloc-unchecked: used unchecked: given to the device by `writel`
	writel(lower_32_bits(c->ring_addr), c->regs);
}

static void pool_block_bad(struct dma_pool *pool)
{
	dma_addr_t addr;
	u32 *desc = dma_pool_zalloc(pool, GFP_ATOMIC, &addr); // dma/alloc-unchecked: used unchecked: dereferenced

	desc[1] = 1;
}

static void managed_bad(struct chip *c)
{
	c->ring = dmam_alloc_coherent(c->dev, 4096, &c->ring_addr, GFP_KERNEL); // dma/alloc-unchecked: used unchecked: dereferenced
	c->ring[0] = 0;
}

static int tested_together_ok(struct device *dev, void __iomem *regs)
{
	dma_addr_t a_addr, b_addr;
	u32 *a = dma_alloc_coherent(dev, 4096, &a_addr, GFP_KERNEL);
	u32 *b = dma_alloc_coherent(dev, 4096, &b_addr, GFP_KERNEL);
	int ret = -ENOMEM;

	if (!a || !b)
		goto out;
	a[0] = lower_32_bits(b_addr);
	ret = 0;
out:
	if (b)
		dma_free_coherent(dev, 4096, b, b_addr);
	if (a)
		dma_free_coherent(dev, 4096, a, a_addr);
	return ret;
}

static void *returned_ok(struct device *dev, dma_addr_t *addr)
{
	return dma_alloc_coherent(dev, 4096, addr, GFP_KERNEL);
}

/* Without the buffer the chip works in PIO mode. */
static void optional_ok(struct chip *c)
{
	c->ring = dma_alloc_coherent(c->dev, 4096, &c->ring_addr, GFP_KERNEL);
	if (c->ring)
		memset(c->ring, 0xff, 4096);
}

/* Freeing NULL does nothing. */
static void free_tolerates_null_ok(struct device *dev)
{
	dma_addr_t addr;
	void *p = dma_alloc_coherent(dev, 4096, &addr, GFP_KERNEL);

	dma_free_coherent(dev, 4096, p, addr);
}

struct uart {
	struct device *dev;
	void *rx;
	dma_addr_t rx_addr;
	void *tx;
	dma_addr_t tx_addr;
};

/* Nobody in this file asks whether the memory is there. */
static void request_rx_bad(struct uart *u)
{
	u->rx = dma_alloc_coherent(u->dev, 64, &u->rx_addr, GFP_KERNEL); // dma/alloc-unchecked: stored for others
}

static void request_tx_ok(struct uart *u)
{
	u->tx = dma_alloc_coherent(u->dev, 64, &u->tx_addr, GFP_KERNEL);
}

static int start_tx_ok(struct uart *u)
{
	return u->tx ? 0 : -ENODEV;
}

struct receiver {
	struct device *dev;
	void __iomem *regs;
	u8 *buf;
	dma_addr_t addr;
};

static int alloc_receiver(struct receiver *r)
{
	r->buf = dma_alloc_coherent(r->dev, 64, &r->addr, GFP_KERNEL);
	return !r->buf;
}

/* The helper says whether it could, and nobody listens. */
static void start_receiver_bad(struct receiver *r)
{
	alloc_receiver(r); // dma/alloc-unchecked: the allocation can fail and is used unchecked
	writel(lower_32_bits(r->addr), r->regs);
}

static int start_receiver_ok(struct receiver *r)
{
	if (alloc_receiver(r))
		return -ENOMEM;
	writel(lower_32_bits(r->addr), r->regs);
	return 0;
}

/* Tested, but the test does not keep the path from the pointer. */
static int warned_only_bad(struct device *dev, dma_addr_t *addr)
{
	u32 *ring = dma_alloc_coherent(dev, 4096, addr, GFP_KERNEL);

	if (!ring)
		dev_err(dev, "no memory\n");
	ring[0] = 1; // dma/alloc-unchecked: the allocation failed on this path and is used all the same
	return 0;
}

static int warned_and_skipped_ok(struct device *dev, dma_addr_t *addr)
{
	u32 *ring = dma_alloc_coherent(dev, 4096, addr, GFP_KERNEL);

	if (!ring)
		dev_err(dev, "no memory\n");
	else
		ring[0] = 1;
	return 0;
}

struct gadget {
	struct device *dev;
	u8 *ep0;
	u8 *bounce;
	dma_addr_t ep0_dma, bounce_dma;
};

/* That it may be missing when all is over says that it need not have been asked for. */
static void gadget_free(struct gadget *g)
{
	if (g->ep0)
		dma_free_coherent(g->dev, 4096, g->ep0, g->ep0_dma);
	if (g->bounce)
		dma_free_coherent(g->dev, 4096, g->bounce, g->bounce_dma);
}

static void gadget_send_ok(struct gadget *g, const void *data, size_t len)
{
	memcpy(g->ep0, data, len);
}

static int gadget_receive_ok(struct gadget *g, void *data, size_t len)
{
	if (!g->bounce)
		return -ENODEV;
	memcpy(data, g->bounce, len);
	return 0;
}

/* Others have the object by then. */
static int gadget_start_bad(struct gadget *g)
{
	g->ep0 = dma_alloc_coherent(g->dev, 4096, &g->ep0_dma, GFP_KERNEL); // dma/alloc-unchecked: the allocation can fail and is used unchecked
	return register_gadget(g);
}

/* Who uses it asks. */
static int gadget_prepare_ok(struct gadget *g)
{
	g->bounce = dma_alloc_coherent(g->dev, 4096, &g->bounce_dma, GFP_KERNEL);
	return register_gadget(g);
}

struct queue {
	struct device *dev;
	void __iomem *regs;
	__le32 *ring;
	dma_addr_t ring_dma;
};

static int queue_make(struct queue *q)
{
	q->ring = dma_alloc_coherent(q->dev, 4096, &q->ring_dma, GFP_KERNEL);
	if (!q->ring)
		return -ENOMEM;
	return 0;
}

static int queue_irq(struct queue *q)
{
	return readl(q->regs) ? 0 : -ENODEV;
}

static int queue_open_bad(struct queue *q)
{
	int ret;

	queue_make(q); // dma/alloc-unchecked: nobody looks whether `queue_make` could allocate memory for DMA
	ret = queue_irq(q);
	if (ret)
		return ret;
	writel(1, q->regs + 4);
	return 0;
}

static int queue_open_ok(struct queue *q)
{
	int ret = queue_make(q);

	if (ret)
		return ret;
	ret = queue_irq(q);
	if (ret)
		return ret;
	writel(1, q->regs + 4);
	return 0;
}

struct lane {
	struct device *dev;
	void __iomem *regs;
	__le32 *ring;
	dma_addr_t ring_dma;
};

/* The second time there is a ring already. */
static int lane_make(struct lane *l)
{
	if (readl(l->regs + 8))
		return 0;
	l->ring = dma_alloc_coherent(l->dev, 4096, &l->ring_dma, GFP_KERNEL);
	if (!l->ring)
		return -ENOMEM;
	return 0;
}

static int lane_resume_ok(struct lane *l)
{
	int ret;

	lane_make(l);
	ret = readl(l->regs) ? 0 : -ENODEV;
	if (ret)
		return ret;
	writel(1, l->regs + 4);
	return 0;
}

struct path {
	struct device *dev;
	void __iomem *regs;
	__le32 *ring;
	dma_addr_t ring_dma;
};

static int path_open(struct path *p)
{
	p->ring = dma_alloc_coherent(p->dev, 4096, &p->ring_dma, GFP_KERNEL);
	if (!p->ring)
		return -ENOMEM;
	writel(1, p->regs);
	return 0;
}

/* Has nobody to tell, and the device stays as it is. */
static void path_restart_ok(struct path *p)
{
	dma_free_coherent(p->dev, 4096, p->ring, p->ring_dma);
	path_open(p);
}
