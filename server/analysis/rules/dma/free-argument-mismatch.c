struct chip {
	struct device *dev;
	void *ring;
	dma_addr_t ring_addr;
};

static int advanced_pointer_bad(struct device *dev)
{
	dma_addr_t addr;
	u32 *p = dma_alloc_coherent(dev, 4096, &addr, GFP_KERNEL);

	if (!p)
		return -ENOMEM;
	*p++ = 1;
	dma_free_coherent(dev, 4096, p, addr); // dma/free-argument-mismatch: which is not what `dma_alloc_coherent` returned
	return 0;
}

static int other_address_bad(struct device *dev)
{
	dma_addr_t a_addr, b_addr;
	void *a = dma_alloc_coherent(dev, 4096, &a_addr, GFP_KERNEL);
	void *b;

	if (!a)
		return -ENOMEM;
	b = dma_alloc_coherent(dev, 4096, &b_addr, GFP_KERNEL);
	if (b)
		dma_free_coherent(dev, 4096, b, a_addr); // dma/free-argument-mismatch: which is not the one `dma_alloc_coherent` gave
	dma_free_coherent(dev, 4096, a, a_addr);
	return 0;
}

static int swapped_bad(struct device *dev)
{
	dma_addr_t addr;
	void *p = dma_alloc_coherent(dev, 4096, &addr, GFP_KERNEL);

	if (!p)
		return -ENOMEM;
	dma_free_coherent(dev, 4096, (void *)addr, (dma_addr_t)p); // dma/free-argument-mismatch: which is not the one `dma_alloc_coherent` gave
	return 0;
}

static int pool_block_bad(struct dma_pool *pool)
{
	dma_addr_t addr;
	u32 *desc = dma_pool_alloc(pool, GFP_KERNEL, &addr);

	if (!desc)
		return -ENOMEM;
	dma_pool_free(pool, desc, addr + 64); // dma/free-argument-mismatch: which is not the one `dma_pool_alloc` gave
	return 0;
}

static int two_names_ok(struct chip *c)
{
	dma_addr_t addr;
	u32 *p = dma_alloc_coherent(c->dev, 4096, &addr, GFP_KERNEL);

	if (!p)
		return -ENOMEM;
	c->ring = p;
	c->ring_addr = addr;
	dma_free_coherent(c->dev, 4096, c->ring, c->ring_addr);
	return 0;
}

static int subtracted_again_ok(struct device *dev)
{
	dma_addr_t addr;
	u8 *p = dma_alloc_coherent(dev, 4096, &addr, GFP_KERNEL);

	if (!p)
		return -ENOMEM;
	p += 64;
	addr += 64;
	dma_free_coherent(dev, 4096, p - 64, addr - 64);
	return 0;
}

/* Nothing tells whether the two are related. */
static void unknown_pair_ok(struct device *dev, void *p, dma_addr_t addr)
{
	dma_free_coherent(dev, 4096, p, addr);
}

/* Room for the alignment, added to both addresses alike. */
static int aligned_ok(struct device *dev, void **out, dma_addr_t *bus)
{
	dma_addr_t addr;
	void *space = dma_alloc_coherent(dev, 4096, &addr, GFP_KERNEL);
	void *start = PTR_ALIGN(space, 16);

	if (!space)
		return -ENOMEM;
	*out = start;
	*bus = addr + (unsigned long)start - (unsigned long)space;
	dma_free_coherent(dev, 4096, space, *bus);
	return 0;
}
