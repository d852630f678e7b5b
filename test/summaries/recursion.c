/* A function that calls itself is known by what it does around the call of itself. */
struct chip {
	struct device *dev;
	void __iomem *regs;
	u32 at[40];
	void *desc;
	dma_addr_t dma;
};

static int long_walk(struct chip *c, int level)
{
	takes_long(c);
	if (level > 0 && long_walk(c, level - 1) < 0)
		return -EIO;
	c->desc = dma_alloc_coherent(c->dev, 4096, &c->dma, GFP_KERNEL);
	if (!c->desc)
		return -ENOMEM;
	return 0;
}

static int after_the_walk_bad(struct chip *c)
{
	if (long_walk(c, 3))
		return -EIO;
	dma_free_coherent(c->dev, 8192, c->desc, c->dma); // dma/free-size-mismatch: 8192
	return 0;
}

/* Each has its own before it calls the other: that one may have released it. */
static int long_pong(struct chip *c, int level);

static int long_ping(struct chip *c, int level)
{
	c->desc = dma_alloc_coherent(c->dev, 4096, &c->dma, GFP_KERNEL);
	if (!c->desc)
		return -ENOMEM;
	takes_long(c);
	return long_pong(c, level - 1);
}

static int long_pong(struct chip *c, int level)
{
	takes_long(c);
	dma_free_coherent(c->dev, 4096, c->desc, c->dma);
	return level > 0 ? long_ping(c, level - 1) : 0;
}

static int in_turn_ok(struct chip *c)
{
	if (long_ping(c, 3))
		return -EIO;
	if (clk_enable(NULL) < 0)
		return -EIO;
	return 0;
}
