/* The last user releases it. */
struct block { struct kref ref; struct device *dev; void *cpu; dma_addr_t addr; };

static void block_release_ok(struct kref *ref)
{
	struct block *b = container_of(ref, struct block, ref);

	dma_free_coherent(b->dev, 4096, b->cpu, b->addr);
	kfree(b);
}

static struct block *block_alloc_ok(struct device *dev)
{
	struct block *b = kzalloc(sizeof(*b), GFP_KERNEL);

	if (!b)
		return NULL;
	kref_init(&b->ref);
	b->dev = dev;
	b->cpu = dma_alloc_coherent(dev, 4096, &b->addr, GFP_KERNEL);
	if (!b->cpu) {
		kfree(b);
		return NULL;
	}
	return b;
}

static int block_use_ok(struct device *dev)
{
	struct block *b = block_alloc_ok(dev);

	if (!b)
		return -ENOMEM;
	if (block_submit(b)) {
		kref_put(&b->ref, block_release_ok);
		return -EIO;
	}
	kref_put(&b->ref, block_release_ok);
	return 0;
}

static struct block *block_alloc_bad(struct device *dev)
{
	struct block *b = kzalloc(sizeof(*b), GFP_KERNEL);

	if (!b)
		return NULL;
	kref_init(&b->ref);
	b->dev = dev;
	b->cpu = dma_alloc_coherent(dev, 4096, &b->addr, GFP_KERNEL);
	if (!b->cpu) {
		kfree(b);
		return NULL;
	}
	if (block_submit(dev)) {
		kfree(b);
		return NULL; // dma/coherent-leak-on-error-path: `b->cpu`
	}
	return b;
}
