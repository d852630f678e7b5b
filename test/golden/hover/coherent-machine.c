// platform: x86-coherent
static int send(struct device *dev, struct page *page, void __iomem *regs)
{
	dma_addr_t addr = dma_map_$0page(dev, page, 0, PAGE_SIZE, DMA_BIDIRECTIONAL);

	if (dma_mapping_error(dev, addr))
		return -ENOMEM;
	writel($0addr, regs);
	dma_unmap_page(dev, addr, PAGE_SIZE, DMA_BIDIRECTIONAL);
	return 0;
}
