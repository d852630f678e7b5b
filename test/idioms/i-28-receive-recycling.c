/* The mapping stays; the CPU copies out and gives the buffer back as it is. */
struct ring { struct device *dev; void __iomem *regs; u8 *cpu; dma_addr_t addr; };

static void receive_ok(struct ring *r, void *to, u32 len)
{
	dma_sync_single_for_cpu(r->dev, r->addr, len, DMA_FROM_DEVICE);
	memcpy(to, r->cpu, len);
	dma_sync_single_for_device(r->dev, r->addr, len, DMA_FROM_DEVICE);
	writel(lower_32_bits(r->addr), r->regs);
}

static void receive_without_return_sync_ok(struct ring *r, void *to, u32 len)
{
	dma_sync_single_for_cpu(r->dev, r->addr, len, DMA_FROM_DEVICE);
	memcpy(to, r->cpu, len);
	writel(lower_32_bits(r->addr), r->regs);
}

struct half_pages { struct device *dev; dma_addr_t page_addr; };

static void half_page_ok(struct half_pages *r, u32 offset, u32 len)
{
	dma_sync_single_range_for_cpu(r->dev, r->page_addr, offset, len, DMA_FROM_DEVICE);
	dma_unmap_page_attrs(r->dev, r->page_addr, PAGE_SIZE, DMA_FROM_DEVICE, DMA_ATTR_SKIP_CPU_SYNC);
}

static int receive_setup_ok(struct ring *r)
{
	r->addr = dma_map_single(r->dev, r->cpu, 2048, DMA_FROM_DEVICE);
	return dma_mapping_error(r->dev, r->addr) ? -ENOMEM : 0;
}

static void receive_bad(struct ring *r, void *to, u32 len)
{
	dma_sync_single_for_cpu(r->dev, r->addr, len, DMA_FROM_DEVICE);
	memcpy(to, r->cpu, len);
	dma_sync_single_for_device(r->dev, r->addr, len, DMA_TO_DEVICE); // dma/sync-direction: DMA_TO_DEVICE
	writel(lower_32_bits(r->addr), r->regs);
}
