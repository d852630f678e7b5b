static int send_bad(struct device *dev, void __iomem *regs, void *buf, size_t len)
{
	dma_addr_t addr = dma_map_single(dev, buf, len, DMA_TO_DEVICE);

	if (dma_mapping_error(dev, addr))
		return -ENOMEM;
	dma_unmap_single(dev, addr, len, DMA_TO_DEVICE);
	writel(lower_32_bits(addr), regs); // dma/use-after-unmap: `writel` gives `addr` to the device after it was unmapped
	return 0;
}

static int send_ok(struct device *dev, void __iomem *regs, void *buf, size_t len)
{
	dma_addr_t addr = dma_map_single(dev, buf, len, DMA_TO_DEVICE);

	if (dma_mapping_error(dev, addr))
		return -ENOMEM;
	writel(lower_32_bits(addr), regs);
	dma_unmap_single(dev, addr, len, DMA_TO_DEVICE);
	return 0;
}

static void start(void __iomem *regs, dma_addr_t addr)
{
	writel(lower_32_bits(addr), regs);
	writel(1, regs + 4);
}

static int again_bad(struct device *dev, void __iomem *regs, void *buf, size_t len)
{
	dma_addr_t addr = dma_map_single(dev, buf, len, DMA_TO_DEVICE);

	if (dma_mapping_error(dev, addr))
		return -ENOMEM;
	start(regs, addr);
	dma_unmap_single(dev, addr, len, DMA_TO_DEVICE);
	start(regs, addr); // dma/use-after-unmap: gives `addr` to the device after it was unmapped
	return 0;
}

static int cleared_ok(struct device *dev, void __iomem *regs, void *buf, size_t len)
{
	dma_addr_t addr = dma_map_single(dev, buf, len, DMA_TO_DEVICE);

	if (dma_mapping_error(dev, addr))
		return -ENOMEM;
	start(regs, addr);
	dma_unmap_single(dev, addr, len, DMA_TO_DEVICE);
	writel(0, regs);
	dev_dbg(dev, "done with %pad", &addr);
	return 0;
}
