struct chip {
	struct device *dev;
	void __iomem *regs;
	dma_addr_t rx_addr;
	dma_addr_t tx_addr;
};

struct descriptor {
	u64 addr;
	u32 flags;
};

static void given_to_device_bad(struct chip *c, void *buf, size_t len)
{
	dma_addr_t addr = dma_map_single(c->dev, buf, len, DMA_TO_DEVICE); // dma/missing-mapping-error-check: the mapping can fail and is used unchecked: given to the device by `writel`

	writel(lower_32_bits(addr), c->regs);
}

static void released_bad(struct device *dev, struct page *page)
{
	dma_addr_t addr = dma_map_page(dev, page, 0, 512, DMA_FROM_DEVICE); // dma/missing-mapping-error-check: used unchecked: released by `dma_unmap_page`

	dma_unmap_page(dev, addr, 512, DMA_FROM_DEVICE);
}

static void synced_bad(struct device *dev, void *buf)
{
	dma_addr_t addr = dma_map_single(dev, buf, 512, DMA_FROM_DEVICE); // dma/missing-mapping-error-check: used unchecked: synced by `dma_sync_single_for_cpu`

	dma_sync_single_for_cpu(dev, addr, 512, DMA_FROM_DEVICE);
}

static void fifo_bad(struct chip *c, phys_addr_t fifo)
{
	dma_addr_t addr = dma_map_resource(c->dev, fifo, 4, DMA_TO_DEVICE, 0); // dma/missing-mapping-error-check: given to the device by `writel`

	writel(addr, c->regs);
}

static int stored_bad(struct chip *c, void *buf, size_t len)
{
	c->rx_addr = dma_map_single(c->dev, buf, len, DMA_FROM_DEVICE); // dma/missing-mapping-error-check: used unchecked: stored
	return 0;
}

static int tested_too_late_bad(struct chip *c, void *buf, size_t len)
{
	dma_addr_t addr = dma_map_single(c->dev, buf, len, DMA_TO_DEVICE); // dma/missing-mapping-error-check: given to the device by `writel`

	writel(lower_32_bits(addr), c->regs);
	return dma_mapping_error(c->dev, addr) ? -ENOMEM : 0;
}

static int tested_on_one_path_bad(struct chip *c, void *buf, size_t len, bool strict)
{
	dma_addr_t addr = dma_map_single(c->dev, buf, len, DMA_TO_DEVICE); // dma/missing-mapping-error-check: given to the device by `writel`

	if (strict && dma_mapping_error(c->dev, addr))
		return -ENOMEM;
	writel(lower_32_bits(addr), c->regs);
	return 0;
}

static int kept_result_ok(struct chip *c, void *buf, size_t len)
{
	dma_addr_t addr = dma_map_single(c->dev, buf, len, DMA_TO_DEVICE);
	int ret = dma_mapping_error(c->dev, addr);

	if (ret)
		return ret;
	writel(lower_32_bits(addr), c->regs);
	return 0;
}

static int compared_ok(struct chip *c, void *buf, size_t len)
{
	dma_addr_t addr = dma_map_single(c->dev, buf, len, DMA_TO_DEVICE);

	if (addr == DMA_MAPPING_ERROR)
		return -ENOMEM;
	writel(lower_32_bits(addr), c->regs);
	return 0;
}

static int warned_ok(struct chip *c, void *buf, size_t len)
{
	dma_addr_t addr = dma_map_single(c->dev, buf, len, DMA_TO_DEVICE);

	if (WARN_ON(dma_mapping_error(c->dev, addr)))
		return -ENOMEM;
	writel(lower_32_bits(addr), c->regs);
	return 0;
}

static dma_addr_t map_for_caller_ok(struct chip *c, void *buf, size_t len)
{
	return dma_map_single(c->dev, buf, len, DMA_TO_DEVICE);
}

static int caller_tests_ok(struct chip *c, void *buf, size_t len)
{
	dma_addr_t addr = map_for_caller_ok(c, buf, len);

	if (dma_mapping_error(c->dev, addr))
		return -ENOMEM;
	writel(lower_32_bits(addr), c->regs);
	return 0;
}

static int callee_tests(struct chip *c, dma_addr_t addr)
{
	if (dma_mapping_error(c->dev, addr))
		return -ENOMEM;
	writel(lower_32_bits(addr), c->regs);
	return 0;
}

static int callee_tests_ok(struct chip *c, void *buf, size_t len)
{
	return callee_tests(c, dma_map_single(c->dev, buf, len, DMA_TO_DEVICE));
}

static dma_addr_t map_for_careless_caller_bad(struct chip *c, void *buf, size_t len)
{
	return dma_map_single(c->dev, buf, len, DMA_TO_DEVICE); // dma/missing-mapping-error-check: given to the device by `writel`
}

static void careless_caller(struct chip *c, void *buf, size_t len)
{
	writel(lower_32_bits(map_for_careless_caller_bad(c, buf, len)), c->regs);
}

static void store_for_later_ok(struct chip *c, void *buf, size_t len)
{
	c->tx_addr = dma_map_single(c->dev, buf, len, DMA_TO_DEVICE);
}

static int test_later_ok(struct chip *c)
{
	if (dma_mapping_error(c->dev, c->tx_addr))
		return -ENOMEM;
	writel(lower_32_bits(c->tx_addr), c->regs);
	return 0;
}

/* The descriptor is in memory the device reads, but the device is not told of it before the test. */
static int tested_in_the_ring_ok(struct chip *c, struct page **pages, unsigned int count)
{
	dma_addr_t ring_addr;
	struct descriptor *ring = dma_alloc_coherent(c->dev, count * sizeof(*ring), &ring_addr, GFP_KERNEL);
	unsigned int i;

	if (!ring)
		return -ENOMEM;
	for (i = 0; i < count; i++) {
		ring[i].addr = dma_map_page(c->dev, pages[i], 0, PAGE_SIZE, DMA_FROM_DEVICE);
		if (dma_mapping_error(c->dev, ring[i].addr))
			goto unmap;
	}
	writel(lower_32_bits(ring_addr), c->regs);
	return 0;
unmap:
	while (i--)
		dma_unmap_page(c->dev, ring[i].addr, PAGE_SIZE, DMA_FROM_DEVICE);
	dma_free_coherent(c->dev, count * sizeof(*ring), ring, ring_addr);
	return -ENOMEM;
}

static int started_from_the_ring_bad(struct chip *c, void *buf)
{
	dma_addr_t ring_addr;
	struct descriptor *ring = dma_alloc_coherent(c->dev, sizeof(*ring), &ring_addr, GFP_KERNEL);

	if (!ring)
		return -ENOMEM;
	ring->addr = dma_map_single(c->dev, buf, 512, DMA_FROM_DEVICE); // dma/missing-mapping-error-check: the mapping can fail and is used unchecked: given to the device
	ring->flags = 1;
	writel(lower_32_bits(ring_addr), c->regs);
	return 0;
}

/* Widened in its way to the caller, narrowed again for the test. */
static int cast_both_ways_ok(struct chip *c, struct page *page, u64 *out)
{
	*out = (u64)dma_map_page(c->dev, page, 0, PAGE_SIZE, DMA_FROM_DEVICE);
	if (dma_mapping_error(c->dev, (dma_addr_t)*out))
		return -ENOMEM;
	return 0;
}

/* Tested, but the test does not keep the device from getting what failed. */
static int warned_only_bad(struct device *dev, void *buf, size_t len, void __iomem *regs)
{
	dma_addr_t addr = dma_map_single(dev, buf, len, DMA_TO_DEVICE);

	if (dma_mapping_error(dev, addr))
		dev_err(dev, "cannot map\n");
	writel(lower_32_bits(addr), regs); // dma/missing-mapping-error-check: the mapping failed on this path and is used all the same
	return 0;
}

static int zero_instead_ok(struct device *dev, void *buf, size_t len, void __iomem *regs)
{
	dma_addr_t addr = dma_map_single(dev, buf, len, DMA_TO_DEVICE);

	if (dma_mapping_error(dev, addr))
		addr = 0;
	writel(lower_32_bits(addr), regs);
	return 0;
}

#define RING_ENTRIES 256

struct long_ring { struct device *dev; void *bufs[RING_ENTRIES]; struct { u32 address; u32 state; } slots[RING_ENTRIES]; };

/* The length is known, and far too long to be followed to its end. */
static void fill_long_bad(struct long_ring *r)
{
	int i;

	for (i = 0; i < RING_ENTRIES; i++)
		r->slots[i].address = dma_map_single(r->dev, r->bufs[i], 64, DMA_FROM_DEVICE); // dma/missing-mapping-error-check: stored for others
	for (i = 0; i < RING_ENTRIES; i++)
		r->slots[i].state = 0;
}

/* What comes after such a loop is reached. */
static int after_long_bad(struct long_ring *r, void *buf)
{
	dma_addr_t h;
	int i;

	for (i = 0; i < RING_ENTRIES; i++)
		r->slots[i].state = 0;
	h = dma_map_single(r->dev, buf, 64, DMA_TO_DEVICE); // dma/missing-mapping-error-check: can fail and is used unchecked
	writel(h, r->dev);
	return 0;
}

struct queue { struct device *dev; dma_addr_t next; };
void queue_add(struct queue *q, dma_addr_t addr, size_t len);
int queue_try(struct queue *q, dma_addr_t addr, size_t len);

/* Whoever is not asked tests nothing for its caller. */
static void passed_on_bad(struct queue *q, void *buf, size_t len)
{
	dma_addr_t addr = dma_map_single(q->dev, buf, len, DMA_TO_DEVICE); // dma/missing-mapping-error-check: passed to `queue_add`

	queue_add(q, addr, len);
}

static void passed_on_ok(struct queue *q, void *buf, size_t len)
{
	dma_addr_t addr = dma_map_single(q->dev, buf, len, DMA_TO_DEVICE);

	if (queue_try(q, addr, len))
		dev_err(q->dev, "full\n");
}

static int tested_late_ok(struct queue *q, void *buf, size_t len)
{
	dma_addr_t addr = dma_map_single(q->dev, buf, len, DMA_TO_DEVICE);

	trace_queue_map(q, addr);
	if (dma_mapping_error(q->dev, addr))
		return -ENOMEM;
	queue_add(q, addr, len);
	return 0;
}

static void unmapped_bad(struct queue *q, void *buf, size_t len)
{
	dma_addr_t addr = dma_map_single(q->dev, buf, len, DMA_TO_DEVICE); // dma/missing-mapping-error-check: released by `dma_unmap_single`

	QUEUE_SET(q, address, addr);
	dma_unmap_single(q->dev, addr, len, DMA_TO_DEVICE);
}

struct slot { struct device *dev; dma_addr_t filled_at; };

static int fill_slot_ok(struct slot *s, void *buf)
{
	s->filled_at = dma_map_single(s->dev, buf, 64, DMA_TO_DEVICE);
	return 0;
}

/* A function that asks after what others mapped: the one above leaves the question to it. */
static bool slot_is_good(struct slot *s)
{
	return !dma_mapping_error(s->dev, s->filled_at);
}

struct cell { struct device *dev; dma_addr_t cell_dma; };

static int fill_cell_bad(struct cell *c, void *buf)
{
	c->cell_dma = dma_map_single(c->dev, buf, 64, DMA_TO_DEVICE); // dma/missing-mapping-error-check: stored for others
	return 0;
}

/* It asks after its own. */
static int refill_cell_ok(struct cell *c, void *buf)
{
	c->cell_dma = dma_map_single(c->dev, buf, 64, DMA_TO_DEVICE);
	return dma_mapping_error(c->dev, c->cell_dma) ? -ENOMEM : 0;
}

struct private { dma_addr_t address; };
#define PRIVATE(skb) ((struct private *)(vendor_area(skb) + 1))

/* The same place by a way that nobody can follow. */
static int private_ok(struct queue *q, struct sk_buff *skb)
{
	PRIVATE(skb)->address = dma_map_single(q->dev, skb->data, skb->len, DMA_TO_DEVICE);
	if (dma_mapping_error(q->dev, PRIVATE(skb)->address))
		return -ENOMEM;
	queue_add(q, PRIVATE(skb)->address, skb->len);
	return 0;
}

/* It asks after its own, and leaves the one above alone. */
static int private_again_ok(struct queue *q, struct private *p, void *buf)
{
	p->address = dma_map_single(q->dev, buf, 64, DMA_TO_DEVICE);
	return dma_mapping_error(q->dev, p->address) ? -ENOMEM : 0;
}
