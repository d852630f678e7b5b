/* Something is added to the handle and taken off again. */
struct chip { struct device *dev; void *p; dma_addr_t addr; };

static int stream_id_ok(struct chip *c, u64 sid)
{
	c->p = dma_alloc_coherent(c->dev, 4096, &c->addr, GFP_KERNEL);
	if (!c->p)
		return -ENOMEM;
	c->addr += sid << 32;
	return 0;
}

static void stream_free_ok(struct chip *c)
{
	dma_free_coherent(c->dev, 4096, c->p, c->addr & 0xffffffff);
}

static int device_offset_ok(struct device *dev, void *buf, u64 base, void __iomem *regs)
{
	dma_addr_t addr = dma_map_single(dev, buf, 64, DMA_TO_DEVICE);

	if (dma_mapping_error(dev, addr))
		return -ENOMEM;
	addr += base;
	writel(lower_32_bits(addr), regs);
	dma_unmap_single(dev, addr - base, 64, DMA_TO_DEVICE);
	return 0;
}

static int aligned_ok(struct device *dev, void __iomem *regs)
{
	dma_addr_t addr, aligned;
	void *p = dma_alloc_coherent(dev, 4096 + 15, &addr, GFP_KERNEL);

	if (!p)
		return -ENOMEM;
	aligned = ALIGN(addr, 16);
	writel(lower_32_bits(aligned), regs);
	dma_free_coherent(dev, 4096 + 15, p, addr);
	return 0;
}

static int device_offset_bad(struct device *dev, void *buf, u64 base, void __iomem *regs)
{
	dma_addr_t addr = dma_map_single(dev, buf, 64, DMA_TO_DEVICE);

	if (dma_mapping_error(dev, addr))
		return -ENOMEM;
	addr += base;
	writel(lower_32_bits(addr), regs);
	dma_unmap_single(dev, addr - base, 64, DMA_FROM_DEVICE); // dma/unmap-direction-mismatch: DMA_FROM_DEVICE
	return 0;
}

static int aligned_bad(struct device *dev, void __iomem *regs)
{
	dma_addr_t addr;
	void *p = dma_alloc_coherent(dev, 4096 + 15, &addr, GFP_KERNEL);

	if (!p)
		return -ENOMEM;
	writel(lower_32_bits(ALIGN(addr, 16)), regs);
	dma_free_coherent(dev, 4096, p, addr); // dma/free-size-mismatch: 4096
	return 0;
}
