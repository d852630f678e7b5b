static int twice_bad(struct device *dev, struct device *other, void *buf)
{
	dma_addr_t first = dma_map_single(dev, buf, 64, DMA_FROM_DEVICE), second;

	if (dma_mapping_error(dev, first))
		return -ENOMEM;
	second = dma_map_single(other, buf, 64, DMA_TO_DEVICE); // dma/overlapping-mappings: `dma_map_single` maps again what is mapped as `first`
	if (!dma_mapping_error(other, second))
		dma_unmap_single(other, second, 64, DMA_TO_DEVICE);
	dma_unmap_single(dev, first, 64, DMA_FROM_DEVICE);
	return 0;
}

static int coherent_bad(struct device *dev)
{
	dma_addr_t handle, addr;
	void *mem = dma_alloc_coherent(dev, 64, &handle, GFP_KERNEL);

	if (!mem)
		return -ENOMEM;
	addr = dma_map_single(dev, mem, 64, DMA_TO_DEVICE); // dma/overlapping-mappings: memory from `dma_alloc_coherent`, which has a DMA address already
	if (!dma_mapping_error(dev, addr))
		dma_unmap_single(dev, addr, 64, DMA_TO_DEVICE);
	dma_free_coherent(dev, 64, mem, handle);
	return 0;
}

static int both_read_ok(struct device *dev, void *buf)
{
	dma_addr_t first = dma_map_single(dev, buf, 64, DMA_TO_DEVICE), second;

	if (dma_mapping_error(dev, first))
		return -ENOMEM;
	second = dma_map_single(dev, buf, 32, DMA_TO_DEVICE);
	if (!dma_mapping_error(dev, second))
		dma_unmap_single(dev, second, 32, DMA_TO_DEVICE);
	dma_unmap_single(dev, first, 64, DMA_TO_DEVICE);
	return 0;
}

static int one_after_the_other_ok(struct device *dev, void *buf)
{
	dma_addr_t addr = dma_map_single(dev, buf, 64, DMA_FROM_DEVICE);

	if (dma_mapping_error(dev, addr))
		return -ENOMEM;
	dma_unmap_single(dev, addr, 64, DMA_FROM_DEVICE);
	addr = dma_map_single(dev, buf, 64, DMA_TO_DEVICE);
	if (dma_mapping_error(dev, addr))
		return -ENOMEM;
	dma_unmap_single(dev, addr, 64, DMA_TO_DEVICE);
	return 0;
}

static int apart_ok(struct device *dev, u8 *frame)
{
	dma_addr_t first = dma_map_single(dev, frame, 64, DMA_FROM_DEVICE), second;

	if (dma_mapping_error(dev, first))
		return -ENOMEM;
	second = dma_map_single(dev, frame + 64, 64, DMA_FROM_DEVICE);
	if (!dma_mapping_error(dev, second))
		dma_unmap_single(dev, second, 64, DMA_FROM_DEVICE);
	dma_unmap_single(dev, first, 64, DMA_FROM_DEVICE);
	return 0;
}

struct ring { void *mem; bool is_io; };

static void *memory_of(struct ring *r)
{
	if (WARN_ON(r->is_io))
		return NULL;
	return r->mem;
}

static int no_memory_ok(struct device *dev, struct ring *rx, struct ring *tx)
{
	dma_addr_t first = dma_map_single(dev, memory_of(rx), 64, DMA_BIDIRECTIONAL), second;

	if (dma_mapping_error(dev, first))
		return -ENOMEM;
	second = dma_map_single(dev, memory_of(tx), 64, DMA_BIDIRECTIONAL);
	if (!dma_mapping_error(dev, second))
		dma_unmap_single(dev, second, 64, DMA_BIDIRECTIONAL);
	dma_unmap_single(dev, first, 64, DMA_BIDIRECTIONAL);
	return 0;
}
