/* Wrappers of one line, and a getter for the device. */
struct chip { struct platform_device *pdev; void __iomem *regs; };

static struct device *chip_to_dev(struct chip *c)
{
	return &c->pdev->dev;
}

static dma_addr_t chip_map(struct chip *c, void *buf, size_t len)
{
	return dma_map_single(chip_to_dev(c), buf, len, DMA_TO_DEVICE);
}

static bool chip_map_failed(struct chip *c, dma_addr_t addr)
{
	return dma_mapping_error(chip_to_dev(c), addr);
}

static void chip_unmap(struct chip *c, dma_addr_t addr, size_t len)
{
	dma_unmap_single(chip_to_dev(c), addr, len, DMA_TO_DEVICE);
}

static int chip_send_ok(struct chip *c, void *buf, size_t len)
{
	dma_addr_t addr = chip_map(c, buf, len);

	if (chip_map_failed(c, addr))
		return -ENOMEM;
	writel(lower_32_bits(addr), c->regs);
	chip_unmap(c, addr, len);
	return 0;
}
