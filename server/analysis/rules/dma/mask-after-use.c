static int wider_bad(struct device *dev, dma_addr_t *handle)
{
	void *ring = dmam_alloc_coherent(dev, 4096, handle, GFP_KERNEL);

	if (!ring)
		return -ENOMEM;
	return dma_set_mask(dev, DMA_BIT_MASK(64)); // dma/mask-after-use: `dma_set_mask` comes after
}

static int refined_ok(struct device *dev, dma_addr_t *handle)
{
	if (dma_set_mask_and_coherent(dev, DMA_BIT_MASK(24)))
		return -EIO;
	if (!dmam_alloc_coherent(dev, 4096, handle, GFP_KERNEL))
		return -ENOMEM;
	return dma_set_mask_and_coherent(dev, DMA_BIT_MASK(26));
}

static int other_device_ok(struct device *dev, struct device *other, dma_addr_t *handle)
{
	if (!dmam_alloc_coherent(dev, 4096, handle, GFP_KERNEL))
		return -ENOMEM;
	return dma_set_mask_and_coherent(other, DMA_BIT_MASK(28));
}
