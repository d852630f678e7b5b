static void *attribute_bad(struct device *dev, dma_addr_t *addr)
{
	return dma_alloc_attrs(dev, 64, addr, GFP_KERNEL, DMA_ATTR_NON_CONSISTENT); // dma/removed-noncoherent-api: `DMA_ATTR_NON_CONSISTENT` is gone
}

static void *four_bad(struct device *dev, dma_addr_t *addr)
{
	return dma_alloc_noncoherent(dev, 64, addr, GFP_KERNEL); // dma/removed-noncoherent-api: use dma_alloc_noncoherent with a direction
}

static void *five_ok(struct device *dev, dma_addr_t *addr)
{
	return dma_alloc_noncoherent(dev, 64, addr, DMA_TO_DEVICE, GFP_KERNEL);
}
