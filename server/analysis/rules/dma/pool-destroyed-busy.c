struct chip {
	struct device *dev;
	struct dma_pool *pool;
	struct dma_pool *other;
	void *tx, *rx;
	dma_addr_t tx_dma, rx_dma;
};

static int probe_bad(struct chip *c)
{
	c->pool = dma_pool_create("cmd", c->dev, 64, 64, 0);
	if (!c->pool)
		return -ENOMEM;
	c->tx = dma_pool_zalloc(c->pool, GFP_KERNEL, &c->tx_dma);
	if (!c->tx)
		goto destroy;
	c->rx = dma_pool_zalloc(c->pool, GFP_KERNEL, &c->rx_dma);
	if (!c->rx)
		goto destroy;
	return 0;
destroy:
	dma_pool_destroy(c->pool); // dma/pool-destroyed-busy: `dma_pool_destroy` destroys a pool while `c->tx`, a block of it, is not given back
	return -ENOMEM;
}

static int probe_ok(struct chip *c)
{
	c->pool = dma_pool_create("cmd", c->dev, 64, 64, 0);
	if (!c->pool)
		return -ENOMEM;
	c->tx = dma_pool_zalloc(c->pool, GFP_KERNEL, &c->tx_dma);
	if (!c->tx)
		goto destroy;
	c->rx = dma_pool_zalloc(c->pool, GFP_KERNEL, &c->rx_dma);
	if (!c->rx)
		goto free_tx;
	return 0;
free_tx:
	dma_pool_free(c->pool, c->tx, c->tx_dma);
destroy:
	dma_pool_destroy(c->pool);
	return -ENOMEM;
}

static void remove_bad(struct chip *c)
{
	dma_pool_destroy(c->pool);
	dma_pool_free(c->pool, c->tx, c->tx_dma); // dma/pool-destroyed-busy: `dma_pool_free` gives a block back to `c->pool`, which was destroyed before
}

static void remove_ok(struct chip *c)
{
	dma_pool_free(c->pool, c->tx, c->tx_dma);
	dma_pool_destroy(c->pool);
	dma_pool_destroy(c->other);
}

/* Two pools: the block is of the one that stays. */
static int two_pools_ok(struct chip *c)
{
	c->tx = dma_pool_zalloc(c->pool, GFP_KERNEL, &c->tx_dma);
	if (!c->tx)
		return -ENOMEM;
	c->other = dma_pool_create("more", c->dev, 128, 0, 0);
	if (!c->other)
		return 0;
	c->rx = dma_pool_zalloc(c->other, GFP_KERNEL, &c->rx_dma);
	if (!c->rx) {
		dma_pool_destroy(c->other);
		c->other = NULL;
	}
	return 0;
}

/* A pool that was made anew. */
static int again_ok(struct chip *c)
{
	dma_pool_destroy(c->pool);
	c->pool = dma_pool_create("cmd", c->dev, 128, 64, 0);
	if (!c->pool)
		return -ENOMEM;
	c->tx = dma_pool_alloc(c->pool, GFP_KERNEL, &c->tx_dma);
	if (!c->tx) {
		dma_pool_destroy(c->pool);
		return -ENOMEM;
	}
	dma_pool_free(c->pool, c->tx, c->tx_dma);
	dma_pool_destroy(c->pool);
	return 0;
}

struct block {
	struct list_head node;
	dma_addr_t dma;
};

struct engine {
	struct dma_pool *pool;
	struct list_head free;
};

static void engine_drain(struct engine *e)
{
	struct block *b, *next;

	list_for_each_entry_safe(b, next, &e->free, node) {
		list_del(&b->node);
		dma_pool_free(e->pool, b, b->dma);
	}
}

/* The list has them, and is emptied before. */
static int engine_fill_ok(struct engine *e, int count)
{
	while (count--) {
		dma_addr_t dma;
		struct block *b = dma_pool_alloc(e->pool, GFP_KERNEL, &dma);

		if (!b)
			goto undo;
		b->dma = dma;
		list_add_tail(&b->node, &e->free);
	}
	return 0;
undo:
	engine_drain(e);
	dma_pool_destroy(e->pool);
	return -ENOMEM;
}

/* The pool and the flag that says whether there is a block of it. */
static void flagged_ok(struct chip *c)
{
	if (c->tx)
		dma_pool_free(c->pool, c->tx, c->tx_dma);
	dma_pool_destroy(c->pool);
	c->pool = NULL;
}

struct queues {
	struct dma_pool *pools[4];
	void *block[4];
	dma_addr_t dma[4];
};

/* One after the other. */
static void destroy_all_ok(struct queues *q)
{
	int i;

	for (i = 0; i < 4; i++) {
		dma_pool_free(q->pools[i], q->block[i], q->dma[i]);
		dma_pool_destroy(q->pools[i]);
	}
}

struct two_pools {
	struct device *dev;
	struct dma_pool *setup;
	struct dma_pool *data;
	void *block;
	dma_addr_t block_dma;
};

static int two_pools_make_ok(struct two_pools *p)
{
	p->data = dma_pool_create("data", p->dev, 64, 64, 0);
	p->setup = dma_pool_create("setup", p->dev, 64, 64, 0);
	if (!p->data || !p->setup)
		return -ENOMEM;
	return 0;
}

static int two_pools_take_ok(struct two_pools *p)
{
	p->block = dma_pool_alloc(p->data, GFP_KERNEL, &p->block_dma);
	return p->block ? 0 : -ENOMEM;
}

/* Its own pool was gone by then, and it goes back to the other. */
static void two_pools_drop_bad(struct two_pools *p)
{
	dma_pool_destroy(p->data); // dma/pool-destroyed-busy: `dma_pool_destroy` destroys a pool while `p->block`, a block of it, is not given back
	dma_pool_free(p->setup, p->block, p->block_dma); // dma/pool-mismatch: returns `p->block` to `p->setup`
	dma_pool_destroy(p->setup);
}
