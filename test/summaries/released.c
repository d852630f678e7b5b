/* What a long function releases of what its caller has. */
struct ring {
	void *desc;
	dma_addr_t dma;
};

struct chip {
	struct device *dev;
	void __iomem *regs;
	u32 at[40];
	bool wide;
	struct ring rx;
};

static void long_free(struct chip *c)
{
	takes_long(c);
	dma_free_coherent(c->dev, 4096, c->rx.desc, c->rx.dma);
}

static void twice_bad(struct chip *c)
{
	long_free(c);
	dma_free_coherent(c->dev, 4096, c->rx.desc, c->rx.dma); // dma/double-free: c->rx.desc
}

static int used_bad(struct chip *c)
{
	u32 *desc = dma_alloc_coherent(c->dev, 4096, &c->rx.dma, GFP_KERNEL);

	if (!desc)
		return -ENOMEM;
	c->rx.desc = desc;
	long_free(c);
	desc[0] = 0; // dma/use-after-free: desc
	return 0;
}

static int freed_once_ok(struct chip *c)
{
	c->rx.desc = dma_alloc_coherent(c->dev, 4096, &c->rx.dma, GFP_KERNEL);
	if (!c->rx.desc)
		return -ENOMEM;
	long_free(c);
	c->rx.desc = dma_alloc_coherent(c->dev, 4096, &c->rx.dma, GFP_KERNEL);
	if (!c->rx.desc)
		return -ENOMEM;
	dma_free_coherent(c->dev, 4096, c->rx.desc, c->rx.dma);
	return 0;
}

static int long_size(struct chip *c, size_t size)
{
	takes_long(c);
	dma_free_coherent(c->dev, size + 64, c->rx.desc, c->rx.dma); // dma/free-size-mismatch: 4096
	return 0;
}

/* The size is wrong where this one calls: the place of the release is where it is shown. */
static int size_of_caller(struct chip *c)
{
	c->rx.desc = dma_alloc_coherent(c->dev, 4096, &c->rx.dma, GFP_KERNEL);
	if (!c->rx.desc)
		return -ENOMEM;
	return long_size(c, 4096);
}

static void long_free_if_there(struct chip *c)
{
	takes_long(c);
	if (c->rx.desc)
		dma_free_coherent(c->dev, 4096, c->rx.desc, c->rx.dma);
	c->rx.desc = NULL;
}

static int asked_first_ok(struct chip *c)
{
	c->rx.desc = dma_alloc_coherent(c->dev, 4096, &c->rx.dma, GFP_KERNEL);
	if (!c->rx.desc)
		return -ENOMEM;
	if (clk_enable(NULL) < 0) {
		long_free_if_there(c);
		return -EIO;
	}
	if (clk_prepare(NULL) < 0) {
		dma_free_coherent(c->dev, 4096, c->rx.desc, c->rx.dma);
		return -EIO;
	}
	return 0;
}

static void emptied_ok(struct chip *c)
{
	long_free_if_there(c);
	if (c->rx.desc)
		dma_free_coherent(c->dev, 4096, c->rx.desc, c->rx.dma);
}

/* The release is there on some ways alone. */
static void long_free_wide(struct chip *c)
{
	takes_long(c);
	if (c->wide)
		dma_free_coherent(c->dev, 4096, c->rx.desc, c->rx.dma);
}

static void wide_ok(struct chip *c)
{
	long_free_wide(c);
	if (!c->wide)
		dma_free_coherent(c->dev, 4096, c->rx.desc, c->rx.dma);
}

static int long_reset(struct chip *c)
{
	takes_long(c);
	dma_free_coherent(c->dev, 4096, c->rx.desc, c->rx.dma);
	c->rx.desc = dma_alloc_coherent(c->dev, 8192, &c->rx.dma, GFP_KERNEL);
	if (!c->rx.desc)
		return -ENOMEM;
	return 0;
}

static int made_anew_ok(struct chip *c)
{
	if (long_reset(c))
		return -ENOMEM;
	dma_free_coherent(c->dev, 8192, c->rx.desc, c->rx.dma);
	return 0;
}

static int made_anew_bad(struct chip *c)
{
	if (long_reset(c))
		return -ENOMEM;
	dma_free_coherent(c->dev, 4096, c->rx.desc, c->rx.dma); // dma/free-size-mismatch: 4096
	return 0;
}
