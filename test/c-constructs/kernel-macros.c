/* The macros of the kernel compute what they are documented to. */
#define BUFFER_BITS 12

static int constants_ok(struct device *dev, void *buf)
{
	dma_addr_t addr = dma_map_single(dev, buf, BIT(BUFFER_BITS), DMA_TO_DEVICE);

	if (dma_mapping_error(dev, addr))
		return -ENOMEM;
	dma_unmap_single(dev, addr, SZ_4K, DMA_TO_DEVICE);
	return 0;
}

static int min_bad(struct device *dev, void *buf)
{
	dma_addr_t addr = dma_map_single(dev, buf, min(64, 128), DMA_TO_DEVICE);

	if (dma_mapping_error(dev, addr))
		return -ENOMEM;
	dma_unmap_single(dev, addr, max_t(u32, 64, 128), DMA_TO_DEVICE); // dma/unmap-size-mismatch: 128
	return 0;
}

static int align_ok(struct device *dev, void *buf)
{
	dma_addr_t addr = dma_map_single(dev, buf, ALIGN(100, 64), DMA_TO_DEVICE);

	if (dma_mapping_error(dev, addr))
		return -ENOMEM;
	dma_unmap_single(dev, addr, roundup(100, 64), DMA_TO_DEVICE);
	return 0;
}

static int align_bad(struct device *dev, void *buf)
{
	dma_addr_t addr = dma_map_single(dev, buf, ALIGN(100, 64), DMA_TO_DEVICE);

	if (dma_mapping_error(dev, addr))
		return -ENOMEM;
	dma_unmap_single(dev, addr, rounddown(100, 64), DMA_TO_DEVICE); // dma/unmap-size-mismatch: 64
	return 0;
}

static int align_variable_ok(struct device *dev, void *buf, u32 len)
{
	dma_addr_t addr = dma_map_single(dev, buf, ALIGN(len, 4), DMA_TO_DEVICE);

	if (dma_mapping_error(dev, addr))
		return -ENOMEM;
	dma_unmap_single(dev, addr, ALIGN(len, 4), DMA_TO_DEVICE);
	return 0;
}

static int round_up_bad(struct device *dev, void *buf)
{
	dma_addr_t addr = dma_map_single(dev, buf, DIV_ROUND_UP(100, 8), DMA_TO_DEVICE);

	if (dma_mapping_error(dev, addr))
		return -ENOMEM;
	dma_unmap_single(dev, addr, round_up(13, 8), DMA_TO_DEVICE); // dma/unmap-size-mismatch: 16
	return 0;
}

static int masks_bad(struct device *dev, void *buf)
{
	dma_addr_t addr = dma_map_single(dev, buf, GENMASK(7, 4), DMA_TO_DEVICE);

	if (dma_mapping_error(dev, addr))
		return -ENOMEM;
	dma_unmap_single(dev, addr, 0xf0 | BIT(0), DMA_TO_DEVICE); // dma/unmap-size-mismatch: 241
	return 0;
}

static int clamped_bad(struct device *dev, void *buf)
{
	u32 entries[8];
	dma_addr_t addr = dma_map_single(dev, buf, ARRAY_SIZE(entries) * sizeof(entries[0]), DMA_TO_DEVICE);

	if (dma_mapping_error(dev, addr))
		return -ENOMEM;
	dma_unmap_single(dev, addr, clamp(100, 0, 16), DMA_TO_DEVICE); // dma/unmap-size-mismatch: 16
	return 0;
}

static int logarithms_bad(struct device *dev, void *buf)
{
	dma_addr_t addr = dma_map_single(dev, buf, BIT(ilog2(8192)), DMA_TO_DEVICE);

	if (dma_mapping_error(dev, addr))
		return -ENOMEM;
	dma_unmap_single(dev, addr, roundup_pow_of_two(4000), DMA_TO_DEVICE); // dma/unmap-size-mismatch: 4096
	return 0;
}

static int swapped_ok(struct device *dev, void *a, void *b)
{
	u32 small = 64, large = 128;
	dma_addr_t addr = dma_map_single(dev, a, 128, DMA_TO_DEVICE);

	if (dma_mapping_error(dev, addr))
		return -ENOMEM;
	swap(small, large);
	dma_unmap_single(dev, addr, small, DMA_TO_DEVICE);
	return 0;
}
