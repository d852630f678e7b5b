typedef dma_addr_t bus_address;

struct queue {
	u32 bus;
	u64 wide;
	phys_addr_t phys;
	dma_addr_t dma;
	bus_address alias;
	void *mem;
};

static int narrow_bad(struct device *dev, struct queue *q)
{
	q->mem = dma_alloc_coherent(dev, 64, (dma_addr_t *)&q->bus, GFP_KERNEL); // dma/handle-pointer-cast: over `u32`
	return q->mem ? 0 : -ENOMEM;
}

static int wide_bad(struct device *dev, struct queue *q)
{
	q->mem = dma_alloc_coherent(dev, 64, (dma_addr_t *)&q->wide, GFP_KERNEL); // dma/handle-pointer-cast: over `u64`
	return q->mem ? 0 : -ENOMEM;
}

static int physical_bad(struct device *dev, struct queue *q)
{
	q->mem = dma_alloc_coherent(dev, 64, &q->phys, GFP_KERNEL); // dma/handle-pointer-cast: over `phys_addr_t`
	return q->mem ? 0 : -ENOMEM;
}

static void *known_field_bad(struct device *dev, struct uio_mem *mem)
{
	return dma_alloc_coherent(dev, mem->size, (dma_addr_t *)&mem->addr, GFP_KERNEL); // dma/handle-pointer-cast: over `phys_addr_t`
}

static int same_ok(struct device *dev, struct queue *q)
{
	q->mem = dma_alloc_coherent(dev, 64, (dma_addr_t *)&q->dma, GFP_KERNEL);
	return q->mem ? 0 : -ENOMEM;
}

static int alias_ok(struct device *dev, struct queue *q)
{
	q->mem = dma_alloc_coherent(dev, 64, &q->alias, GFP_KERNEL);
	return q->mem ? 0 : -ENOMEM;
}

static void *elsewhere_ok(struct device *dev, struct other *o)
{
	return dma_alloc_coherent(dev, 64, (dma_addr_t *)&o->addr, GFP_KERNEL);
}

/* Nothing of an older address is left in it. */
static int cleared_ok(struct device *dev, struct queue *q)
{
	q->wide = 0;
	q->mem = dma_alloc_coherent(dev, 64, (dma_addr_t *)&q->wide, GFP_KERNEL);
	return q->mem ? 0 : -ENOMEM;
}
