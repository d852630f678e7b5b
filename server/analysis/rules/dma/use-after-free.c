struct context {
	dma_addr_t self;
	u32 status;
};

static u32 close_bad(struct device *dev, struct context *ctx)
{
	dma_free_coherent(dev, sizeof(*ctx), ctx, ctx->self);
	return ctx->status; // dma/use-after-free: `ctx->status` is accessed after its memory was freed
}


static u32 close_ok(struct device *dev, struct context *ctx)
{
	u32 status = ctx->status;

	dma_free_coherent(dev, sizeof(*ctx), ctx, ctx->self);
	return status;
}

static int filled_bad(struct device *dev, struct dma_pool *pool)
{
	dma_addr_t addr;
	u32 *block = dma_pool_alloc(pool, GFP_KERNEL, &addr);

	if (!block)
		return -ENOMEM;
	block[0] = 1;
	dma_pool_free(pool, block, addr);
	block[1] = 2; // dma/use-after-free: is accessed after its memory was freed
	return 0;
}

static int replaced_ok(struct device *dev, struct context *ctx)
{
	dma_addr_t addr;

	dma_free_coherent(dev, sizeof(*ctx), ctx, ctx->self);
	ctx = dma_alloc_coherent(dev, sizeof(*ctx), &addr, GFP_KERNEL);
	if (!ctx)
		return -ENOMEM;
	ctx->self = addr;
	return 0;
}

struct waiting {
	struct list_head queue;
	struct chained *block;
	bool is_busy;
};

struct port {
	struct list_head queue;
	struct dma_pool *pool;
	spinlock_t lock;
	bool is_linked;
	void (*complete)(spinlock_t *lock, bool *is_busy);
};

struct chained {
	dma_addr_t addr;
};

static void finish_ok(struct port *p, struct waiting *w)
{
	list_del_init(&w->queue);
	if (p->is_linked)
		dma_pool_free(p->pool, w->block, w->block->addr);
	spin_unlock(&p->lock);
	p->complete(&p->lock, &w->is_busy);
	spin_lock(&p->lock);
}

/* What is first is another one every time. */
static void finish_two_ok(struct port *p)
{
	struct waiting *w = list_entry(p->queue.next, struct waiting, queue);

	finish_ok(p, w);
	if (list_empty(&p->queue))
		return;
	w = list_entry(p->queue.next, struct waiting, queue);
	writel(w->block->addr, p->pool);
}

static void finish_one_bad(struct port *p)
{
	struct waiting *w = list_entry(p->queue.next, struct waiting, queue);

	dma_pool_free(p->pool, w->block, w->block->addr);
	w = list_entry(p->queue.next, struct waiting, queue);
	writel(w->block->addr, p->pool); // dma/use-after-free: is accessed after its memory was freed
}
