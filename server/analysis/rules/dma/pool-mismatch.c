struct chip {
	struct dma_pool *small;
	struct dma_pool *large;
};

static int command_bad(struct chip *c)
{
	dma_addr_t addr;
	void *block = dma_pool_alloc(c->small, GFP_KERNEL, &addr);

	if (!block)
		return -ENOMEM;
	dma_pool_free(c->large, block, addr); // dma/pool-mismatch: returns `block` to `c->large`, but it is from `c->small`
	return 0;
}


static int command_ok(struct chip *c, size_t len)
{
	struct dma_pool *pool = len > 64 ? c->large : c->small;
	dma_addr_t addr;
	void *block = dma_pool_alloc(pool, GFP_KERNEL, &addr);

	if (!block)
		return -ENOMEM;
	dma_pool_free(pool, block, addr);
	return 0;
}

struct pools {
	struct device *dev;
	struct dma_pool *setup;
	struct dma_pool *data;
	void *block;
	dma_addr_t addr;
};

static int make_pools_ok(struct pools *p)
{
	p->setup = dma_pool_create("setup", p->dev, 64, 0, 0);
	if (!p->setup)
		return -ENOMEM;
	p->data = dma_pool_create("data", p->dev, 128, 0, 0);
	if (!p->data) {
		dma_pool_destroy(p->setup);
		return -ENOMEM;
	}
	return 0;
}

static int take_block_ok(struct pools *p)
{
	p->block = dma_pool_alloc(p->data, GFP_KERNEL, &p->addr);
	return p->block ? 0 : -ENOMEM;
}

static void return_block_bad(struct pools *p)
{
	dma_pool_free(p->setup, p->block, p->addr); // dma/pool-mismatch: returns `p->block` to `p->setup`, but it is from `p->data`
}

struct lent_pools {
	struct dma_pool *small;
	struct dma_pool *large;
	void *block;
	dma_addr_t addr;
};

static int take_lent_ok(struct lent_pools *p)
{
	p->block = dma_pool_alloc(p->small, GFP_KERNEL, &p->addr);
	return p->block ? 0 : -ENOMEM;
}

/* Nobody here created them: they may be one and the same. */
static void return_lent_ok(struct lent_pools *p)
{
	dma_pool_free(p->large, p->block, p->addr);
}

struct own_pool {
	struct dma_pool *pool;
};

static int make_own_ok(struct device *dev, struct own_pool *o)
{
	o->pool = dma_pool_create("own", dev, 64, 0, 0);
	return o->pool ? 0 : -ENOMEM;
}

/* The pool itself came from no pool. */
static void drop_own_ok(struct own_pool *o)
{
	dma_pool_destroy(o->pool);
}
