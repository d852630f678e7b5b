struct chip {
	struct device *dev;
	void *ring;
	dma_addr_t ring_addr;
};

static int start_ok(struct chip *c)
{
	c->ring = dmam_alloc_coherent(c->dev, 4096, &c->ring_addr, GFP_KERNEL);
	return c->ring ? 0 : -ENOMEM;
}

static void stop_bad(struct chip *c)
{
	dma_free_coherent(c->dev, 4096, c->ring, c->ring_addr); // dma/managed-mixed: frees `c->ring`, which the driver core frees again
}

static int probe_ok(struct device *dev)
{
	dma_addr_t addr;
	void *ring = dmam_alloc_coherent(dev, 4096, &addr, GFP_KERNEL);

	if (!ring)
		return -ENOMEM;
	dmam_free_coherent(dev, 4096, ring, addr);
	return 0;
}

static int one_function_bad(struct device *dev)
{
	dma_addr_t addr;
	void *ring = dmam_alloc_coherent(dev, 4096, &addr, GFP_KERNEL);

	if (!ring)
		return -ENOMEM;
	dma_free_coherent(dev, 4096, ring, addr); // dma/managed-mixed: `dma_free_coherent` frees `ring`, which the driver core frees again
	return 0;
}

static int reverse_bad(struct device *dev)
{
	dma_addr_t addr;
	void *ring = dma_alloc_coherent(dev, 4096, &addr, GFP_KERNEL);

	if (!ring)
		return -ENOMEM;
	dmam_free_coherent(dev, 4096, ring, addr); // dma/managed-mixed: `dmam_free_coherent` frees `ring`, of which the driver core has no record
	return 0;
}

struct either {
	void *table;
	dma_addr_t addr;
	bool managed;
};

static void fill(struct device *dev, struct either *e)
{
	if (e->managed)
		e->table = dmam_alloc_coherent(dev, 64, &e->addr, GFP_KERNEL);
	else
		e->table = dma_alloc_coherent(dev, 64, &e->addr, GFP_KERNEL);
	if (!e->table)
		dev_warn(dev, "no table");
}

static void empty_ok(struct device *dev, struct either *e)
{
	if (!e->managed)
		dma_free_coherent(dev, 64, e->table, e->addr);
}
