/* A field that only ever holds one function is a call of it; with two, either may be meant. */
struct device_ops;
struct chip { struct device *dev; void __iomem *regs; const struct device_ops *ops; const struct many_ops *many; };
struct device_ops { void (*give_back)(struct chip *c, dma_addr_t addr); int (*start)(struct chip *c); };
struct many_ops { void (*release)(struct chip *c, dma_addr_t addr); };

static void chip_give_back(struct chip *c, dma_addr_t addr)
{
	dma_unmap_single(c->dev, addr, 64, DMA_TO_DEVICE);
}

static const struct device_ops chip_ops = { .give_back = chip_give_back, .start = NULL };

static void release_for_cpu(struct chip *c, dma_addr_t addr)
{
	dma_unmap_single(c->dev, addr, 64, DMA_TO_DEVICE);
}

static void release_nothing(struct chip *c, dma_addr_t addr)
{
}

static const struct many_ops first_ops = { .release = release_for_cpu };
static const struct many_ops second_ops = { .release = release_nothing };

static int one_target_ok(struct chip *c, void *buf)
{
	dma_addr_t addr = dma_map_single(c->dev, buf, 64, DMA_TO_DEVICE);

	if (dma_mapping_error(c->dev, addr))
		return -ENOMEM;
	if (readl(c->regs)) {
		c->ops->give_back(c, addr);
		return -EBUSY;
	}
	writel(lower_32_bits(addr), c->regs);
	return 0;
}

static int one_target_bad(struct chip *c, void *buf)
{
	dma_addr_t addr = dma_map_single(c->dev, buf, 64, DMA_TO_DEVICE);

	if (dma_mapping_error(c->dev, addr))
		return -ENOMEM;
	(*c->ops->give_back)(c, addr);
	dma_unmap_single(c->dev, addr, 64, DMA_TO_DEVICE); // dma/double-unmap: unmapped a second time
	return 0;
}

static int two_targets_ok(struct chip *c, void *buf)
{
	dma_addr_t addr = dma_map_single(c->dev, buf, 64, DMA_TO_DEVICE);

	if (dma_mapping_error(c->dev, addr))
		return -ENOMEM;
	c->many->release(c, addr);
	dma_unmap_single(c->dev, addr, 64, DMA_TO_DEVICE);
	return 0;
}

static int local_pointer_bad(struct chip *c, void *buf)
{
	void (*give_back)(struct chip *c, dma_addr_t addr) = chip_give_back;
	dma_addr_t addr = dma_map_single(c->dev, buf, 64, DMA_TO_DEVICE);

	if (dma_mapping_error(c->dev, addr))
		return -ENOMEM;
	give_back(c, addr);
	dma_unmap_single(c->dev, addr, 64, DMA_TO_DEVICE); // dma/double-unmap: unmapped a second time
	return 0;
}
