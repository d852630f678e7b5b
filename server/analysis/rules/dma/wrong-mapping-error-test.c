struct chip {
	struct device *dev;
	void __iomem *regs;
	dma_addr_t addr;
	dma_addr_t waiting;
	bool running;
	size_t len;
};

static int not_bad(struct chip *c, void *buf, size_t len)
{
	dma_addr_t addr = dma_map_single(c->dev, buf, len, DMA_TO_DEVICE);

	if (!addr) // dma/wrong-mapping-error-test: takes 0 for failure, but a failed mapping is `DMA_MAPPING_ERROR`
		return -ENOMEM;
	writel(lower_32_bits(addr), c->regs);
	return 0;
}

static int zero_bad(struct chip *c, struct page *page)
{
	c->addr = dma_map_page(c->dev, page, 0, 512, DMA_FROM_DEVICE);
	if (c->addr == 0) // dma/wrong-mapping-error-test: takes 0 for failure
		return -ENOMEM;
	writel(lower_32_bits(c->addr), c->regs);
	return 0;
}

static int error_pointer_bad(struct chip *c, void *buf, size_t len)
{
	dma_addr_t addr = dma_map_single(c->dev, buf, len, DMA_TO_DEVICE);

	if (IS_ERR_VALUE(addr)) // dma/wrong-mapping-error-test: takes an error pointer for failure
		return -ENOMEM;
	writel(lower_32_bits(addr), c->regs);
	return 0;
}

/* No unsigned address is negative: this is no test at all. */
static int negative_bad(struct chip *c, void *buf, size_t len)
{
	dma_addr_t addr = dma_map_single(c->dev, buf, len, DMA_TO_DEVICE); // dma/missing-mapping-error-check: is used unchecked

	if (addr < 0)
		return -ENOMEM;
	writel(lower_32_bits(addr), c->regs);
	return 0;
}

static int half_of_all_ones_bad(struct chip *c, void *buf, size_t len)
{
	dma_addr_t addr = dma_map_single(c->dev, buf, len, DMA_TO_DEVICE);

	if (addr == 0xffffffff) // dma/wrong-mapping-error-test: takes a 32-bit number for failure
		return -ENOMEM;
	writel(lower_32_bits(addr), c->regs);
	return 0;
}

static int inverted_bad(struct chip *c, void *buf, size_t len)
{
	dma_addr_t addr = dma_map_single(c->dev, buf, len, DMA_TO_DEVICE);

	if (dma_mapping_error(c->dev, addr))
		writel(lower_32_bits(addr), c->regs); // dma/missing-mapping-error-check: the mapping failed on this path
	return 0;
}

static int all_ones_ok(struct chip *c, void *buf, size_t len)
{
	dma_addr_t addr = dma_map_single(c->dev, buf, len, DMA_TO_DEVICE);

	if (addr == (dma_addr_t)-1)
		return -ENOMEM;
	writel(lower_32_bits(addr), c->regs);
	return 0;
}

static int tested_twice_ok(struct chip *c, void *buf, size_t len)
{
	dma_addr_t addr = dma_map_single(c->dev, buf, len, DMA_TO_DEVICE);

	if (!addr || dma_mapping_error(c->dev, addr))
		return -ENOMEM;
	writel(lower_32_bits(addr), c->regs);
	return 0;
}

static dma_addr_t map_or_zero(struct device *dev, void *buf, size_t len)
{
	dma_addr_t addr = dma_map_single(dev, buf, len, DMA_TO_DEVICE);

	return dma_mapping_error(dev, addr) ? 0 : addr;
}

/* The wrapper says 0 when it fails. */
static int wrapper_contract_ok(struct chip *c, void *buf, size_t len)
{
	dma_addr_t addr = map_or_zero(c->dev, buf, len);

	if (!addr)
		return -ENOMEM;
	writel(lower_32_bits(addr), c->regs);
	return 0;
}

/* 0 says that nothing is mapped: bookkeeping, no error test. */
static void bookkeeping_ok(struct chip *c)
{
	if (!c->addr)
		return;
	dma_unmap_single(c->dev, c->addr, c->len, DMA_FROM_DEVICE);
	c->addr = 0;
}

/*
 * Buffers go to the device in pairs, and 0 says that no first one waits. The addresses are never tested, which is another
 * mistake than this test.
 */
static int pairs(struct chip *c, void *buf)
{
	dma_addr_t addr = dma_map_single(c->dev, buf, 512, DMA_FROM_DEVICE); // dma/missing-mapping-error-check: given to the device by `writel`

	if (!c->waiting) {
		c->waiting = addr;
	} else {
		writel(lower_32_bits(c->waiting), c->regs);
		writel(lower_32_bits(addr), c->regs);
		c->waiting = 0;
	}
	if (!c->running)
		c->running = true;
	return 0;
}

static int waits_for_a_pair_ok(struct chip *c, unsigned int count)
{
	while (count--) {
		void *buf = kmalloc(512, GFP_KERNEL);

		if (!buf)
			return -ENOMEM;
		pairs(c, buf);
	}
	return 0;
}

/* 0 is an address like any other, so the question is answered with no. */
static int asks_zero_bad(struct chip *c, void *buf, size_t len)
{
	dma_addr_t addr = map_or_zero(c->dev, buf, len);

	if (dma_mapping_error(c->dev, addr)) // dma/wrong-mapping-error-test: is given the 0 that stands for a failed mapping here
		return -ENOMEM;
	writel(lower_32_bits(addr), c->regs);
	return 0;
}

#define LIST_UNMAPPED ((u32)-1)

struct list_owner {
	struct device *dev;
	void *list;
	u32 handle;
};

static void undo_list_ok(struct list_owner *o)
{
	if (o->handle != LIST_UNMAPPED) {
		dma_unmap_single(o->dev, o->handle, 64, DMA_TO_DEVICE);
		o->handle = LIST_UNMAPPED;
	}
}

/* The driver's own word for "nothing is mapped"; what is missing is a test after the mapping. */
static int map_list_bad(struct list_owner *o, bool is_last)
{
	o->handle = dma_map_single(o->dev, o->list, 64, DMA_TO_DEVICE); // dma/missing-mapping-error-check: stored for others
	if (is_last) {
		undo_list_ok(o);
		return -EINVAL;
	}
	return 0;
}
