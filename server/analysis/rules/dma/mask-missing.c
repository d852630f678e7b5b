struct chip { struct device *dev; void __iomem *regs; };

static int start(struct chip *c, void *buf)
{
	dma_addr_t addr = dma_map_single(c->dev, buf, 64, DMA_TO_DEVICE); // dma/mask-missing: `dma_map_single` is used for a platform device whose DMA mask nothing sets

	if (dma_mapping_error(c->dev, addr))
		return -ENOMEM;
	writel(lower_32_bits(addr), c->regs);
	writel(upper_32_bits(addr), c->regs + 4);
	dma_unmap_single(c->dev, addr, 64, DMA_TO_DEVICE);
	return 0;
}

static int chip_probe(struct platform_device *pdev)
{
	struct chip *c = devm_kzalloc(&pdev->dev, sizeof(*c), GFP_KERNEL);

	if (!c)
		return -ENOMEM;
	c->dev = &pdev->dev;
	return start(c, c + 1);
}

static struct platform_driver chip_driver = { .probe = chip_probe };
