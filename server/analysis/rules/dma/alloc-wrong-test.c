static int address_zero_bad(struct device *dev, size_t len)
{
	dma_addr_t addr;
	void *p = dma_alloc_coherent(dev, len, &addr, GFP_KERNEL);

	if (!addr) // dma/alloc-wrong-test: takes a DMA address of 0 for failure, but `dma_alloc_coherent` returns NULL when it fails
		return -ENOMEM;
	memset(p, 0xff, len);
	dma_free_coherent(dev, len, p, addr);
	return 0;
}

static int mapping_error_bad(struct device *dev, size_t len)
{
	dma_addr_t addr;
	void *p = dma_alloc_coherent(dev, len, &addr, GFP_KERNEL);

	if (dma_mapping_error(dev, addr)) // dma/alloc-wrong-test: takes an invalid DMA address for failure
		return -ENOMEM;
	memset(p, 0xff, len);
	dma_free_coherent(dev, len, p, addr);
	return 0;
}

static int error_pointer_bad(struct dma_pool *pool)
{
	dma_addr_t addr;
	u32 *desc = dma_pool_alloc(pool, GFP_KERNEL, &addr);

	if (IS_ERR(desc)) // dma/alloc-wrong-test: takes an error pointer for failure, but `dma_pool_alloc` returns NULL
		return PTR_ERR(desc);
	desc[0] = 0;
	dma_pool_free(pool, desc, addr);
	return 0;
}

/* A test of something else is no test at all. */
static int other_pointer_bad(struct device *dev, void *other, size_t len)
{
	dma_addr_t addr;
	void *p = dma_alloc_coherent(dev, len, &addr, GFP_KERNEL); // dma/alloc-unchecked: used unchecked: accessed by `memset`

	if (!other)
		return 0;
	memset(p, 0xff, len);
	dma_free_coherent(dev, len, p, addr);
	return 0;
}

static int both_tested_ok(struct device *dev, size_t len)
{
	dma_addr_t addr;
	void *p = dma_alloc_coherent(dev, len, &addr, GFP_KERNEL);

	if (!p || dma_mapping_error(dev, addr))
		return -ENOMEM;
	memset(p, 0xff, len);
	dma_free_coherent(dev, len, p, addr);
	return 0;
}

static void *alloc_or_error(struct device *dev, size_t len, dma_addr_t *addr)
{
	void *p = dma_alloc_coherent(dev, len, addr, GFP_KERNEL);

	return p ? p : ERR_PTR(-ENOMEM);
}

/* The wrapper returns error pointers. */
static int wrapper_contract_ok(struct device *dev, size_t len)
{
	dma_addr_t addr;
	void *p = alloc_or_error(dev, len, &addr);

	if (IS_ERR(p))
		return PTR_ERR(p);
	memset(p, 0xff, len);
	dma_free_coherent(dev, len, p, addr);
	return 0;
}
