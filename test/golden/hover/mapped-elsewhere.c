// platform: armv7-noncoh
/* Another function mapped it: size and direction are those of its use here. */
struct slot {
	dma_addr_t addr;
	u8 *data;
};

static void poll(struct device *dev, struct slot *slot, enum dma_data_direction dir)
{
	dma_sync_single_for_$0cpu(dev, slot->addr, 2048, DMA_FROM_DEVICE);
	dma_sync_single_for_device(dev, slot->$0addr, 2048, DMA_FROM_DEVICE);
}

static void finish(struct device *dev, dma_addr_t addr, unsigned int len, enum dma_data_direction dir)
{
	dma_sync_single_for_cpu(dev, addr, len, dir);
	dma_unmap_single(dev, $0addr, len, dir);
}
