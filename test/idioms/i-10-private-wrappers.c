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

static int chip_send_bad(struct chip *c, void *buf, size_t len)
{
	dma_addr_t addr = chip_map(c, buf, len);

	if (chip_map_failed(c, addr))
		return -ENOMEM;
	writel(lower_32_bits(addr), c->regs);
	dma_unmap_single(&c->pdev->dev, addr, len, DMA_FROM_DEVICE); // dma/unmap-direction-mismatch: DMA_FROM_DEVICE
	return 0;
}

struct flavor {
	dma_addr_t (*map)(struct chip *c, void *buf, size_t len);
	void (*unmap)(struct chip *c, dma_addr_t addr, size_t len);
};

static const struct flavor only_flavor = { .map = chip_map, .unmap = chip_unmap };

static int by_table_ok(struct chip *c, void *buf, size_t len)
{
	const struct flavor *f = &only_flavor;
	dma_addr_t addr = f->map(c, buf, len);

	if (chip_map_failed(c, addr))
		return -ENOMEM;
	writel(lower_32_bits(addr), c->regs);
	f->unmap(c, addr, len);
	return 0;
}

static int by_table_bad(struct chip *c, void *buf, size_t len)
{
	const struct flavor *f = &only_flavor;
	dma_addr_t addr = f->map(c, buf, len);

	if (chip_map_failed(c, addr))
		return -ENOMEM;
	writel(lower_32_bits(addr), c->regs);
	f->unmap(c, addr, len);
	dma_unmap_single(&c->pdev->dev, addr, len, DMA_TO_DEVICE); // dma/double-unmap: unmapped a second time
	return 0;
}

static int rdma_ok(struct ib_device *ib, void *buf, u32 len, struct ib_sge *sge)
{
	u64 addr = ib_dma_map_single(ib, buf, len, DMA_TO_DEVICE);

	if (ib_dma_mapping_error(ib, addr))
		return -ENOMEM;
	sge->addr = addr;
	return 0;
}

static int rdma_bad(struct ib_device *ib, void *buf, u32 len)
{
	u64 addr = ib_dma_map_single(ib, buf, len, DMA_TO_DEVICE);

	if (ib_dma_mapping_error(ib, addr))
		return -ENOMEM;
	ib_dma_unmap_single(ib, addr, len, DMA_FROM_DEVICE); // dma/unmap-direction-mismatch: DMA_FROM_DEVICE
	return 0;
}
