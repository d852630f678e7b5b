struct chip {
	void __iomem *regs;
	u32 *ring;
	dma_addr_t ring_addr;
	struct dma_pool *pool;
};

/* The driver core frees the chip after a failed probe, not what the chip points to. */
static int probe_bad(struct platform_device *pdev)
{
	struct chip *c = devm_kzalloc(&pdev->dev, sizeof(*c), GFP_KERNEL);
	int irq;

	if (!c)
		return -ENOMEM;
	c->ring = dma_alloc_coherent(&pdev->dev, 4096, &c->ring_addr, GFP_KERNEL);
	if (!c->ring)
		return -ENOMEM;
	irq = platform_get_irq(pdev, 0);
	if (irq < 0)
		return irq; // dma/coherent-leak-on-error-path: is not freed when `probe_bad` fails here
	platform_set_drvdata(pdev, c);
	return 0;
}

static int local_bad(struct device *dev, void __iomem *regs)
{
	dma_addr_t addr;
	u32 *p = dma_alloc_coherent(dev, 4096, &addr, GFP_KERNEL);

	if (!p)
		return -ENOMEM;
	if (readl(regs))
		return -EBUSY; // dma/coherent-leak-on-error-path: is not freed when `local_bad` fails here
	dma_free_coherent(dev, 4096, p, addr);
	return 0;
}

static int pool_block_bad(struct dma_pool *pool, void __iomem *regs)
{
	dma_addr_t addr;
	u32 *desc = dma_pool_alloc(pool, GFP_KERNEL, &addr);

	if (!desc)
		return -ENOMEM;
	if (readl(regs))
		return -EBUSY; // dma/coherent-leak-on-error-path: is not freed when `pool_block_bad` fails here
	dma_pool_free(pool, desc, addr);
	return 0;
}

static int pool_bad(struct device *dev)
{
	struct chip *c = kzalloc(sizeof(*c), GFP_KERNEL);

	if (!c)
		return -ENOMEM;
	c->pool = dma_pool_create("chip", dev, 64, 64, 0);
	if (!c->pool) {
		kfree(c);
		return -ENOMEM;
	}
	if (!chip_add(dev)) {
		kfree(c);
		return -ENODEV; // dma/coherent-leak-on-error-path: is not freed, but the object that holds it is
	}
	dev_set_drvdata(dev, c);
	return 0;
}

static void *pointer_function_bad(struct device *dev, void __iomem *regs, dma_addr_t *addr)
{
	void *p = dma_alloc_coherent(dev, 4096, addr, GFP_KERNEL);

	if (!p)
		return NULL;
	if (readl(regs))
		return NULL; // dma/coherent-leak-on-error-path: is not freed when `pointer_function_bad` fails here
	return p;
}

static int managed_ok(struct platform_device *pdev)
{
	struct chip *c = devm_kzalloc(&pdev->dev, sizeof(*c), GFP_KERNEL);
	int irq;

	if (!c)
		return -ENOMEM;
	c->ring = dmam_alloc_coherent(&pdev->dev, 4096, &c->ring_addr, GFP_KERNEL);
	if (!c->ring)
		return -ENOMEM;
	irq = platform_get_irq(pdev, 0);
	if (irq < 0)
		return irq;
	platform_set_drvdata(pdev, c);
	return 0;
}

static int freed_ok(struct device *dev, void __iomem *regs)
{
	dma_addr_t addr;
	u32 *p = dma_alloc_coherent(dev, 4096, &addr, GFP_KERNEL);
	int ret = 0;

	if (!p)
		return -ENOMEM;
	if (readl(regs))
		ret = -EBUSY;
	dma_free_coherent(dev, 4096, p, addr);
	return ret;
}

/* The caller frees whatever the chip holds, also after a failure. */
static int stored_ok(struct device *dev, struct chip *c)
{
	c->ring = dma_alloc_coherent(dev, 4096, &c->ring_addr, GFP_KERNEL);
	if (!c->ring)
		return -ENOMEM;
	return readl(c->regs) ? -EBUSY : 0;
}
