static int map_bad(struct device *dev, void *buf)
{
	dma_addr_t addr = dma_map_single(dev, buf, 64, DMA_MEM_TO_DEV); // dma/enum-confusion: `DMA_MEM_TO_DEV`

	if (dma_mapping_error(dev, addr))
		return -ENOMEM;
	dma_unmap_single(dev, addr, 64, DMA_TO_DEVICE);
	return 0;
}

static void parameter_bad(struct device *dev, dma_addr_t addr, enum dma_transfer_direction way)
{
	dma_sync_single_for_cpu(dev, addr, 64, way); // dma/enum-confusion: `enum dma_transfer_direction`
}

static void none_bad(struct device *dev, dma_addr_t addr)
{
	dma_sync_single_for_cpu(dev, addr, 64, DMA_NONE); // dma/enum-confusion: `DMA_NONE` given to `dma_sync_single_for_cpu` is no direction
}

static void legacy_bad(struct device *dev, dma_addr_t addr)
{
	dma_sync_single_for_cpu(dev, addr, 64, PCI_DMA_FROMDEVICE); // dma/enum-confusion: `PCI_DMA_FROMDEVICE` given to `dma_sync_single_for_cpu` is a name that is gone
}

static void translated_ok(struct device *dev, dma_addr_t addr, enum dma_transfer_direction way)
{
	enum dma_data_direction direction = DMA_NONE;

	if (way == DMA_MEM_TO_DEV)
		direction = DMA_TO_DEVICE;
	else
		direction = DMA_FROM_DEVICE;
	dma_sync_single_for_cpu(dev, addr, 64, direction);
}
