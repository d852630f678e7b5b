/* The error test may stand behind a join, in a variable, in the next round or in a helper. */
struct chip { struct device *dev; void __iomem *regs; dma_addr_t addr[4]; };

static bool is_usable(struct chip *c, dma_addr_t addr)
{
	return !dma_mapping_error(c->dev, addr);
}

static int by_helper_ok(struct chip *c, void *buf)
{
	dma_addr_t addr = dma_map_single(c->dev, buf, 64, DMA_TO_DEVICE);

	if (!is_usable(c, addr))
		return -EIO;
	writel(lower_32_bits(addr), c->regs);
	return 0;
}

static int by_helper_bad(struct chip *c, void *buf)
{
	dma_addr_t addr = dma_map_single(c->dev, buf, 64, DMA_TO_DEVICE);

	if (is_usable(c, addr))
		return -EIO; // dma/leak-on-error-path: `addr` stays mapped
	writel(lower_32_bits(addr), c->regs); // dma/missing-mapping-error-check: failed on this path
	return 0;
}

static int sum_of_tests_ok(struct chip *c, void *a, void *b)
{
	dma_addr_t first = dma_map_single(c->dev, a, 64, DMA_TO_DEVICE);
	dma_addr_t second = dma_map_single(c->dev, b, 64, DMA_TO_DEVICE);
	int first_failed = dma_mapping_error(c->dev, first);
	int second_failed = dma_mapping_error(c->dev, second);

	if (first_failed || second_failed) {
		if (!first_failed)
			dma_unmap_single(c->dev, first, 64, DMA_TO_DEVICE);
		if (!second_failed)
			dma_unmap_single(c->dev, second, 64, DMA_TO_DEVICE);
		return -ENOMEM;
	}
	writel(lower_32_bits(first), c->regs);
	writel(lower_32_bits(second), c->regs);
	return 0;
}

static int in_switch_ok(struct chip *c, void *buf, int kind)
{
	dma_addr_t addr;
	int ret;

	switch (kind) {
	case 0:
		addr = dma_map_single(c->dev, buf, 64, DMA_TO_DEVICE);
		break;
	case 1:
		addr = dma_map_single(c->dev, buf, 128, DMA_TO_DEVICE);
		break;
	default:
		return -EINVAL;
	}
	ret = dma_mapping_error(c->dev, addr);
	if (ret)
		goto out;
	writel(lower_32_bits(addr), c->regs);
out:
	return ret;
}

static int tested_in_second_loop_ok(struct chip *c, void **buf)
{
	int i;

	for (i = 0; i < 4; i++) {
		c->addr[i] = dma_map_single(c->dev, buf[i], 64, DMA_TO_DEVICE);
		if (dma_mapping_error(c->dev, c->addr[i]))
			return -ENOMEM;
	}
	for (i = 0; i < 4; i++)
		writel(lower_32_bits(c->addr[i]), c->regs);
	return 0;
}
