/* Three allocations, one test, and a release for each pointer that is there. */
static int pools_ok(struct device *dev)
{
	dma_addr_t a_addr, b_addr, c_addr;
	u32 *a = dma_alloc_coherent(dev, 4096, &a_addr, GFP_KERNEL);
	u32 *b = dma_alloc_coherent(dev, 4096, &b_addr, GFP_KERNEL);
	u32 *c = dma_alloc_coherent(dev, 4096, &c_addr, GFP_KERNEL);
	int ret = -ENOMEM;

	if (a && b && c) {
		a[0] = 1;
		b[0] = 2;
		c[0] = 3;
		ret = 0;
	}
	if (c)
		dma_free_coherent(dev, 4096, c, c_addr);
	if (b)
		dma_free_coherent(dev, 4096, b, b_addr);
	if (a)
		dma_free_coherent(dev, 4096, a, a_addr);
	return ret;
}

static int pools_bad(struct device *dev)
{
	dma_addr_t a_addr, b_addr;
	u32 *a = dma_alloc_coherent(dev, 4096, &a_addr, GFP_KERNEL);
	u32 *b = dma_alloc_coherent(dev, 4096, &b_addr, GFP_KERNEL);

	if (!a || !b) {
		if (b)
			dma_free_coherent(dev, 4096, b, b_addr);
		return -ENOMEM; // dma/coherent-leak-on-error-path: `a`
	}
	dma_free_coherent(dev, 4096, b, b_addr);
	dma_free_coherent(dev, 4096, a, a_addr);
	return 0;
}

static int one_of_two_bad(struct device *dev)
{
	dma_addr_t a_addr, b_addr;
	u32 *a = dma_alloc_coherent(dev, 4096, &a_addr, GFP_KERNEL);
	u32 *b = dma_alloc_coherent(dev, 4096, &b_addr, GFP_KERNEL); // dma/alloc-unchecked: is used unchecked

	if (a || b) {
		a[0] = 1; // dma/alloc-unchecked: failed on this path and is used all the same
		b[0] = 2;
	}
	if (b)
		dma_free_coherent(dev, 4096, b, b_addr);
	if (a)
		dma_free_coherent(dev, 4096, a, a_addr);
	return 0;
}
