static u32 trace_bad(struct device *dev, void __iomem *regs)
{
	dma_addr_t addr;
	u32 *log = dma_alloc_noncoherent(dev, 4096, &addr, DMA_FROM_DEVICE, GFP_KERNEL);
	u32 first;

	if (!log)
		return 0;
	writel(lower_32_bits(addr), regs);
	first = log[0]; // dma/noncoherent-without-sync: without a sync after the device was started
	dma_free_noncoherent(dev, 4096, log, addr, DMA_FROM_DEVICE);
	return first;
}

static u32 trace_ok(struct device *dev, void __iomem *regs)
{
	dma_addr_t addr;
	u32 *log = dma_alloc_noncoherent(dev, 4096, &addr, DMA_FROM_DEVICE, GFP_KERNEL);
	u32 first;

	if (!log)
		return 0;
	writel(lower_32_bits(addr), regs);
	dma_sync_single_for_cpu(dev, addr, 4096, DMA_FROM_DEVICE);
	first = log[0];
	dma_free_noncoherent(dev, 4096, log, addr, DMA_FROM_DEVICE);
	return first;
}

static int table_bad(struct device *dev, void __iomem *regs)
{
	dma_addr_t addr;
	u32 *table = dma_alloc_noncoherent(dev, 4096, &addr, DMA_TO_DEVICE, GFP_KERNEL);

	if (!table)
		return -ENOMEM;
	table[0] = 1; // dma/noncoherent-without-sync: and the device is started without a sync
	writel(lower_32_bits(addr), regs);
	dma_free_noncoherent(dev, 4096, table, addr, DMA_TO_DEVICE);
	return 0;
}

static int table_ok(struct device *dev, void __iomem *regs)
{
	dma_addr_t addr;
	u32 *table = dma_alloc_noncoherent(dev, 4096, &addr, DMA_TO_DEVICE, GFP_KERNEL);

	if (!table)
		return -ENOMEM;
	table[0] = 1;
	dma_sync_single_for_device(dev, addr, 4096, DMA_TO_DEVICE);
	writel(lower_32_bits(addr), regs);
	dma_free_noncoherent(dev, 4096, table, addr, DMA_TO_DEVICE);
	return 0;
}

void consume(const void *data);

static u32 pieces_bad(struct device *dev, void __iomem *regs)
{
	struct sg_table *table = dma_alloc_noncontiguous(dev, 65536, DMA_BIDIRECTIONAL, GFP_KERNEL, 0);
	u32 *log;
	u32 first = 0;

	if (!table)
		return 0;
	log = dma_vmap_noncontiguous(dev, 65536, table);
	if (log) {
		writel(lower_32_bits(sg_dma_address(table->sgl)), regs);
		first = log[0]; // dma/noncoherent-without-sync: the CPU reads non-contiguous memory without a sync after the device was started
		dma_vunmap_noncontiguous(dev, log);
	}
	dma_free_noncontiguous(dev, 65536, table, DMA_BIDIRECTIONAL);
	return first;
}

static u32 pieces_ok(struct device *dev, void __iomem *regs)
{
	struct sg_table *table = dma_alloc_noncontiguous(dev, 65536, DMA_BIDIRECTIONAL, GFP_KERNEL, 0);
	u32 *log;
	u32 first = 0;

	if (!table)
		return 0;
	log = dma_vmap_noncontiguous(dev, 65536, table);
	if (log) {
		consume(log);
		writel(lower_32_bits(sg_dma_address(table->sgl)), regs);
		dma_sync_sgtable_for_cpu(dev, table, DMA_BIDIRECTIONAL);
		first = log[0];
		dma_vunmap_noncontiguous(dev, log);
	}
	dma_free_noncontiguous(dev, 65536, table, DMA_BIDIRECTIONAL);
	return first;
}

static int pieces_table_bad(struct device *dev, void __iomem *regs)
{
	struct sg_table *table = dma_alloc_noncontiguous(dev, 65536, DMA_BIDIRECTIONAL, GFP_KERNEL, 0);
	u32 *words;

	if (!table)
		return -ENOMEM;
	words = dma_vmap_noncontiguous(dev, 65536, table);
	if (words) {
		words[0] = 1; // dma/noncoherent-without-sync: the CPU writes to non-contiguous memory, and the device is started without a sync
		writel(lower_32_bits(sg_dma_address(table->sgl)), regs);
		dma_vunmap_noncontiguous(dev, words);
	}
	dma_free_noncontiguous(dev, 65536, table, DMA_BIDIRECTIONAL);
	return 0;
}
