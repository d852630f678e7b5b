struct chip { struct device *dev; void __iomem *fifo; void *shadow; };

static int ioremapped_bad(struct device *dev, resource_size_t start)
{
	void *fifo = (void __force *)ioremap(start, 64);
	dma_addr_t addr;

	if (!fifo)
		return -ENOMEM;
	addr = dma_map_single(dev, fifo, 64, DMA_TO_DEVICE); // dma/map-iomem: `dma_map_single` cannot map the address that `ioremap` gave
	if (!dma_mapping_error(dev, addr))
		dma_unmap_single(dev, addr, 64, DMA_TO_DEVICE);
	return 0;
}

static int field_bad(struct chip *c)
{
	dma_addr_t addr = dma_map_single(c->dev, (void __force *)(c->fifo + 16), 4, DMA_TO_DEVICE); // dma/map-iomem: `fifo`, which is declared `__iomem`

	if (dma_mapping_error(c->dev, addr))
		return -ENOMEM;
	dma_unmap_single(c->dev, addr, 4, DMA_TO_DEVICE);
	return 0;
}

static int shadow_ok(struct chip *c)
{
	dma_addr_t addr = dma_map_single(c->dev, c->shadow, 4, DMA_TO_DEVICE);

	if (dma_mapping_error(c->dev, addr))
		return -ENOMEM;
	dma_unmap_single(c->dev, addr, 4, DMA_TO_DEVICE);
	return 0;
}

static int remapped_ok(struct device *dev, phys_addr_t start)
{
	void *ram = memremap(start, 64, MEMREMAP_WB);
	dma_addr_t addr;

	if (!ram)
		return -ENOMEM;
	addr = dma_map_single(dev, ram, 64, DMA_TO_DEVICE);
	if (!dma_mapping_error(dev, addr))
		dma_unmap_single(dev, addr, 64, DMA_TO_DEVICE);
	memunmap(ram);
	return 0;
}
