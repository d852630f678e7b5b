/* Memory for the CPU and the device together. */
struct ring {
	u32 *desc;
	dma_addr_t dma;
};

static int set_up(struct device *dev, struct ring *ring, struct ring *shadow, struct dma_pool *pool, void __iomem *regs)
{
	dma_addr_t block_dma;
	void *block;

	ring->desc = dma_alloc_coherent(dev, 8192, &ring->$0dma, GFP_KERNEL);
	if (!$0ring->desc)
		return -ENOMEM;
	writel(ring->$0dma, regs);
	shadow->desc = dma_alloc_$0attrs(dev, 65536, &shadow->dma, GFP_KERNEL, DMA_ATTR_NO_KERNEL_MAPPING);
	if (!shadow->desc)
		goto no_shadow;
	writel(shadow->$0dma, regs);
	block = dma_pool_alloc(pool, GFP_KERNEL, &block_dma);
	if (!block)
		goto no_block;
	writel($0block_dma, regs);
	return 0;
no_block:
	dma_free_attrs(dev, 65536, shadow->desc, shadow->dma, DMA_ATTR_NO_KERNEL_MAPPING);
no_shadow:
	dma_free_coherent(dev, 8192, ring->desc, $0ring->dma);
	return -ENOMEM;
}
