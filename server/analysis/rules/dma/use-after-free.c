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
