/* Assembly may write what it is given, and nothing else changes. */
static int output_ok(struct device *dev, void *buf, u32 len)
{
	u32 size = 64;
	dma_addr_t addr = dma_map_single(dev, buf, 64, DMA_TO_DEVICE);

	if (dma_mapping_error(dev, addr))
		return -ENOMEM;
	asm volatile("mov %0, %1" : "=r" (size) : "r" (len));
	dma_unmap_single(dev, addr, size, DMA_TO_DEVICE);
	return 0;
}

static int input_bad(struct device *dev, void *buf)
{
	u32 size = 32;
	dma_addr_t addr = dma_map_single(dev, buf, 64, DMA_TO_DEVICE);

	if (dma_mapping_error(dev, addr))
		return -ENOMEM;
	asm volatile("dsb" : : "r" (size) : "memory");
	dma_unmap_single(dev, addr, size, DMA_TO_DEVICE); // dma/unmap-size-mismatch: 32
	return 0;
}
