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
