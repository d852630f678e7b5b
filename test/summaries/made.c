/* What a long function leaves in the objects of its caller, by what it returns. */
struct ring {
	void *desc;
	dma_addr_t dma;
	struct list_head link;
};

struct chip {
	struct device *dev;
	void __iomem *regs;
	u32 at[40];
	bool wide;
	dma_addr_t status;
	struct ring rx;
	struct ring *tx;
	struct ring *other;
	struct ring many[4];
	struct list_head rings;
};

static int long_setup(struct chip *c)
{
	c->rx.desc = dma_alloc_coherent(c->dev, 4096, &c->rx.dma, GFP_KERNEL);
	if (!c->rx.desc)
		return -ENOMEM;
	takes_long(c);
	return 0;
}

static int field_of_parameter_bad(struct chip *c)
{
	int ret = long_setup(c);

	if (ret)
		return ret;
	ret = clk_enable(NULL);
	if (ret < 0)
		return ret; // dma/coherent-leak-on-error-path: c->rx.desc
	ret = clk_prepare(NULL);
	if (ret < 0) {
		dma_free_coherent(c->dev, 4096, c->rx.desc, c->rx.dma);
		return ret;
	}
	return 0;
}

static int field_of_parameter_ok(struct chip *c)
{
	int ret = long_setup(c);

	if (ret)
		return ret;
	ret = clk_enable(NULL);
	if (ret < 0)
		goto free;
	ret = clk_prepare(NULL);
	if (ret < 0)
		goto free;
	return 0;
free:
	dma_free_coherent(c->dev, 4096, c->rx.desc, c->rx.dma);
	return ret;
}

/* Nobody sees it free anything, so whoever owns the chip does. */
static int left_to_the_owner_ok(struct chip *c)
{
	int ret = long_setup(c);

	if (ret)
		return ret;
	ret = clk_enable(NULL);
	if (ret < 0)
		return ret;
	return 0;
}

static int size_bad(struct chip *c)
{
	int ret = long_setup(c);

	if (ret)
		return ret;
	dma_free_coherent(c->dev, 8192, c->rx.desc, c->rx.dma); // dma/free-size-mismatch: 8192
	return 0;
}

/* Who does not ask knows better, or never comes to free it. */
static int unasked_ok(struct chip *c)
{
	int ret;

	long_setup(c);
	ret = clk_enable(NULL);
	if (ret < 0)
		return ret;
	ret = clk_prepare(NULL);
	if (ret < 0) {
		dma_free_coherent(c->dev, 4096, c->rx.desc, c->rx.dma);
		return ret;
	}
	return 0;
}

/* Its failure left nothing behind. */
static int failed_ok(struct chip *c)
{
	int ret = long_setup(c);

	if (ret) {
		dev_err(c->dev, "no ring\n");
		return ret;
	}
	dma_free_coherent(c->dev, 4096, c->rx.desc, c->rx.dma);
	return 0;
}

static int long_object(struct chip *c)
{
	struct ring *ring = kzalloc(sizeof(*ring), GFP_KERNEL);

	if (!ring)
		return -ENOMEM;
	ring->desc = dma_alloc_coherent(c->dev, 4096, &ring->dma, GFP_KERNEL);
	if (!ring->desc) {
		kfree(ring);
		return -ENOMEM;
	}
	takes_long(c);
	c->tx = ring;
	return 0;
}

static int object_bad(struct chip *c)
{
	int ret = long_object(c);

	if (ret)
		return ret;
	ret = clk_enable(NULL);
	if (ret < 0) {
		kfree(c->tx);
		c->tx = NULL;
		return ret; // dma/coherent-leak-on-error-path: desc
	}
	return 0;
}

static int object_ok(struct chip *c)
{
	int ret = long_object(c);

	if (ret)
		return ret;
	ret = clk_enable(NULL);
	if (ret < 0) {
		dma_free_coherent(c->dev, 4096, c->tx->desc, c->tx->dma);
		kfree(c->tx);
		c->tx = NULL;
		return ret;
	}
	return 0;
}

static struct ring *long_returned(struct chip *c)
{
	struct ring *ring = kzalloc(sizeof(*ring), GFP_KERNEL);

	if (!ring)
		return NULL;
	ring->desc = dma_alloc_coherent(c->dev, 4096, &ring->dma, GFP_KERNEL);
	if (!ring->desc) {
		kfree(ring);
		return NULL;
	}
	takes_long(c);
	return ring;
}

static int returned_bad(struct chip *c)
{
	struct ring *ring = long_returned(c);

	if (!ring)
		return -ENOMEM;
	if (clk_enable(NULL) < 0) {
		kfree(ring);
		return -EIO; // dma/coherent-leak-on-error-path: desc
	}
	c->tx = ring;
	return 0;
}

static int returned_ok(struct chip *c)
{
	struct ring *ring = long_returned(c);

	if (!ring)
		return -ENOMEM;
	if (clk_enable(NULL) < 0) {
		dma_free_coherent(c->dev, 4096, ring->desc, ring->dma);
		kfree(ring);
		return -EIO;
	}
	c->tx = ring;
	return 0;
}

static void *long_memory(struct chip *c, size_t size, dma_addr_t *dma)
{
	void *memory = dma_alloc_coherent(c->dev, size, dma, GFP_KERNEL);

	if (!memory)
		return ERR_PTR(-ENOMEM);
	takes_long(c);
	return memory;
}

static int out_parameter_bad(struct chip *c, size_t size)
{
	dma_addr_t dma;
	void *memory = long_memory(c, size, &dma);

	if (IS_ERR(memory))
		return PTR_ERR(memory);
	writel(lower_32_bits(dma), c->regs);
	dma_free_coherent(c->dev, size - 8, memory, dma); // dma/free-size-mismatch: size - 8
	return 0;
}

static int out_parameter_ok(struct chip *c, size_t size)
{
	dma_addr_t dma;
	void *memory = long_memory(c, size, &dma);

	if (IS_ERR(memory))
		return PTR_ERR(memory);
	writel(lower_32_bits(dma), c->regs);
	dma_free_coherent(c->dev, size, memory, dma);
	return 0;
}

static int long_mapping(struct chip *c, void *buf, size_t len, dma_addr_t *dma)
{
	takes_long(c);
	*dma = dma_map_single(c->dev, buf, len, DMA_TO_DEVICE);
	if (dma_mapping_error(c->dev, *dma))
		return -ENOMEM;
	return 0;
}

static int mapping_bad(struct chip *c, void *buf, size_t len)
{
	dma_addr_t dma;
	int ret = long_mapping(c, buf, len, &dma);

	if (ret)
		return ret;
	if (clk_enable(NULL) < 0)
		return -EIO; // dma/leak-on-error-path: `dma`
	dma_unmap_single(c->dev, dma, len, DMA_FROM_DEVICE); // dma/unmap-direction-mismatch: DMA_FROM_DEVICE
	return 0;
}

static int mapping_ok(struct chip *c, void *buf, size_t len)
{
	dma_addr_t dma;
	int ret = long_mapping(c, buf, len, &dma);

	if (ret)
		return ret;
	dma_unmap_single(c->dev, dma, len, DMA_TO_DEVICE);
	return clk_enable(NULL);
}

/* Only some of its ways to success make one. */
static int long_sometimes(struct chip *c)
{
	if (c->wide) {
		c->rx.desc = dma_alloc_coherent(c->dev, 4096, &c->rx.dma, GFP_KERNEL);
		if (!c->rx.desc)
			return -ENOMEM;
	}
	takes_long(c);
	return 0;
}

static int sometimes_ok(struct chip *c)
{
	int ret = long_sometimes(c);

	if (ret)
		return ret;
	ret = clk_enable(NULL);
	if (ret < 0)
		return ret;
	ret = clk_prepare(NULL);
	if (ret < 0) {
		dma_free_coherent(c->dev, 4096, c->rx.desc, c->rx.dma);
		return ret;
	}
	return 0;
}

/* Kept from the last time. */
static int long_once(struct chip *c)
{
	if (!c->rx.desc) {
		c->rx.desc = dma_alloc_coherent(c->dev, 4096, &c->rx.dma, GFP_KERNEL);
		if (!c->rx.desc)
			return -ENOMEM;
	}
	takes_long(c);
	return 0;
}

static int once_ok(struct chip *c)
{
	int ret;

	c->rx.desc = NULL;
	ret = long_once(c);
	if (ret)
		return ret;
	ret = clk_enable(NULL);
	if (ret < 0)
		return ret;
	ret = clk_prepare(NULL);
	if (ret < 0) {
		dma_free_coherent(c->dev, 4096, c->rx.desc, c->rx.dma);
		return ret;
	}
	return 0;
}

static int long_managed(struct chip *c)
{
	c->rx.desc = dmam_alloc_coherent(c->dev, 4096, &c->rx.dma, GFP_KERNEL);
	if (!c->rx.desc)
		return -ENOMEM;
	takes_long(c);
	return 0;
}

static int managed_ok(struct chip *c)
{
	int ret = long_managed(c);

	if (ret)
		return ret;
	ret = clk_enable(NULL);
	if (ret < 0)
		return ret;
	return 0;
}

static void free_ring(void *data)
{
	struct chip *c = data;

	dma_free_coherent(c->dev, 4096, c->rx.desc, c->rx.dma);
}

static int long_undone_by_the_core(struct chip *c)
{
	c->rx.desc = dma_alloc_coherent(c->dev, 4096, &c->rx.dma, GFP_KERNEL);
	if (!c->rx.desc)
		return -ENOMEM;
	takes_long(c);
	return devm_add_action_or_reset(c->dev, free_ring, c);
}

static int undone_by_the_core_ok(struct chip *c)
{
	int ret = long_undone_by_the_core(c);

	if (ret)
		return ret;
	ret = clk_enable(NULL);
	if (ret < 0)
		return ret;
	ret = clk_prepare(NULL);
	if (ret < 0) {
		free_ring(c);
		return ret;
	}
	return 0;
}

/* Others find it by the list. */
static int long_listed(struct chip *c)
{
	struct ring *ring = kzalloc(sizeof(*ring), GFP_KERNEL);

	if (!ring)
		return -ENOMEM;
	ring->desc = dma_alloc_coherent(c->dev, 4096, &ring->dma, GFP_KERNEL);
	if (!ring->desc) {
		kfree(ring);
		return -ENOMEM;
	}
	takes_long(c);
	list_add(&ring->link, &c->rings);
	c->tx = ring;
	return 0;
}

static int listed_ok(struct chip *c)
{
	int ret = long_listed(c);

	if (ret)
		return ret;
	ret = clk_enable(NULL);
	if (ret < 0)
		return ret;
	ret = clk_prepare(NULL);
	if (ret < 0) {
		dma_free_coherent(c->dev, 4096, c->tx->desc, c->tx->dma);
		return ret;
	}
	return 0;
}

static int long_loop(struct chip *c)
{
	int i;

	for (i = 0; i < 4; i++) {
		c->many[i].desc = dma_alloc_coherent(c->dev, 4096, &c->many[i].dma, GFP_KERNEL);
		if (!c->many[i].desc)
			goto free;
	}
	takes_long(c);
	return 0;
free:
	while (--i >= 0)
		dma_free_coherent(c->dev, 4096, c->many[i].desc, c->many[i].dma);
	return -ENOMEM;
}

static int loop_ok(struct chip *c)
{
	int ret = long_loop(c);

	if (ret)
		return ret;
	ret = clk_enable(NULL);
	if (ret < 0)
		return ret;
	ret = clk_prepare(NULL);
	if (ret < 0) {
		dma_free_coherent(c->dev, 4096, c->many[0].desc, c->many[0].dma);
		return ret;
	}
	return 0;
}

/* A function that nobody here knows gets the whole chip. */
static int handed_out_ok(struct chip *c)
{
	int ret = long_setup(c);

	if (ret)
		return ret;
	ret = register_chip(c);
	if (ret < 0)
		return ret;
	ret = clk_prepare(NULL);
	if (ret < 0) {
		dma_free_coherent(c->dev, 4096, c->rx.desc, c->rx.dma);
		return ret;
	}
	return 0;
}

/* What a long function never names it does not release, whatever it is given. */
static int long_regs(struct chip *c)
{
	takes_long(c);
	dma_sync_single_for_cpu(c->dev, c->status, 4, DMA_FROM_DEVICE);
	return readl(c->regs) ? -EIO : 0;
}

static int after_another_bad(struct chip *c)
{
	int ret = long_setup(c);

	if (ret)
		return ret;
	ret = long_regs(c);
	if (ret)
		return ret; // dma/coherent-leak-on-error-path: c->rx.desc
	ret = clk_prepare(NULL);
	if (ret < 0) {
		dma_free_coherent(c->dev, 4096, c->rx.desc, c->rx.dma);
		return ret;
	}
	return 0;
}

/* Unless it gives the whole chip to somebody who may. */
static int long_register(struct chip *c)
{
	takes_long(c);
	dma_sync_single_for_cpu(c->dev, c->status, 4, DMA_FROM_DEVICE);
	return register_chip(c);
}

static int after_registration_ok(struct chip *c)
{
	int ret = long_setup(c);

	if (ret)
		return ret;
	ret = long_register(c);
	if (ret)
		return ret;
	ret = clk_prepare(NULL);
	if (ret < 0) {
		dma_free_coherent(c->dev, 4096, c->rx.desc, c->rx.dma);
		return ret;
	}
	return 0;
}

/* Or has a function that it calls do that, which takes as long itself. */
static int long_register_later(struct chip *c)
{
	takes_long(c);
	dma_sync_single_for_cpu(c->dev, c->status, 4, DMA_FROM_DEVICE);
	return long_register(c);
}

static int after_later_registration_ok(struct chip *c)
{
	int ret = long_setup(c);

	if (ret)
		return ret;
	ret = long_register_later(c);
	if (ret)
		return ret;
	ret = clk_prepare(NULL);
	if (ret < 0) {
		dma_free_coherent(c->dev, 4096, c->rx.desc, c->rx.dma);
		return ret;
	}
	return 0;
}

/* One that names the field may release it. */
static int long_give_up(struct chip *c)
{
	takes_long(c);
	if (c->wide) {
		dma_free_coherent(c->dev, 4096, c->rx.desc, c->rx.dma);
		return -EIO;
	}
	return 0;
}

static int after_giving_up_ok(struct chip *c)
{
	int ret = long_setup(c);

	if (ret)
		return ret;
	ret = long_give_up(c);
	if (ret)
		return ret;
	ret = clk_prepare(NULL);
	if (ret < 0) {
		dma_free_coherent(c->dev, 4096, c->rx.desc, c->rx.dma);
		return ret;
	}
	return 0;
}
