struct chip {
	struct device *dev;
	struct dma_pool *pool;
};

struct header {
	__le32 words[24];
};

#define BLOCK_ALIGN 48

static int aligned_bad(struct chip *c)
{
	c->pool = dma_pool_create("sgl", c->dev, 96, BLOCK_ALIGN, 0); // dma/pool-geometry: `dma_pool_create` always fails with an alignment of 48, which is no power of two
	return c->pool ? 0 : -ENOMEM;
}

static int boundary_bad(struct chip *c)
{
	c->pool = dma_pool_create("sgl", c->dev, 96, 32, 6000); // dma/pool-geometry: a boundary of 6000, which is no power of two
	return c->pool ? 0 : -ENOMEM;
}

static int small_bad(struct chip *c)
{
	c->pool = dma_pool_create("sgl", c->dev, sizeof(struct header), 32, 64); // dma/pool-geometry: a boundary of 64, which is less than the 96 bytes of a block
	return c->pool ? 0 : -ENOMEM;
}

/* 40 bytes take 64 of them. */
static int rounded_bad(struct chip *c)
{
	c->pool = dmam_pool_create("sgl", c->dev, 40, 64, 32); // dma/pool-geometry: `dmam_pool_create` always fails with a boundary of 32, which is less than the 64 bytes of a block
	return c->pool ? 0 : -ENOMEM;
}

static int empty_bad(struct chip *c)
{
	c->pool = dma_pool_create("sgl", c->dev, 0, 32, 0); // dma/pool-geometry: blocks of 0 bytes
	return c->pool ? 0 : -ENOMEM;
}

/* Blocks of less than two pointers get as much: mm/dmapool.c. No alignment and no boundary are what the allocator likes. */
static int defaults_ok(struct chip *c)
{
	c->pool = dma_pool_create("sgl", c->dev, 4, 0, 0);
	return c->pool ? 0 : -ENOMEM;
}

static int whole_ok(struct chip *c)
{
	c->pool = dma_pool_create("sgl", c->dev, sizeof(struct header), 128, 128);
	return c->pool ? 0 : -ENOMEM;
}

static int large_ok(struct chip *c)
{
	c->pool = dma_pool_create("sgl", c->dev, 4096, 4096, 0x100000000ULL);
	return c->pool ? 0 : -ENOMEM;
}

/* What the caller or the chip decides. */
static int given_ok(struct chip *c, size_t size, size_t align)
{
	size_t boundary = align > 64 ? 4096 : 0;

	c->pool = dma_pool_create("sgl", c->dev, size, align, boundary);
	return c->pool ? 0 : -ENOMEM;
}

/* One of the two works. */
static int chosen_ok(struct chip *c, bool is_old)
{
	size_t align = is_old ? 32 : 48;

	c->pool = dma_pool_create("sgl", c->dev, 96, align, 0);
	return c->pool ? 0 : -ENOMEM;
}
