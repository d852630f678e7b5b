static int count_bad(struct device *dev)
{
	return dma_set_mask(dev, 24); // dma/mask-value: a number of bits, not a mask
}

static int hole_bad(struct device *dev)
{
	return dma_set_mask(dev, 0xfffffe00); // dma/mask-value: `0xfffffe00` given to `dma_set_mask` is not made of the lowest bits
}

static int too_many_bad(struct device *dev)
{
	return dma_set_coherent_mask(dev, DMA_BIT_MASK(65)); // dma/mask-value: `DMA_BIT_MASK(65)` given to `dma_set_coherent_mask` is wider than any address
}

static int literals_ok(struct device *dev)
{
	int ret = dma_set_mask(dev, 0xffffffff);

	if (!ret)
		ret = dma_set_mask(dev, ~0ULL);
	if (!ret)
		ret = dma_set_mask(dev, 0x00ffffffffffffffULL);
	return ret;
}

static int computed_ok(struct device *dev, u64 mask)
{
	return dma_set_mask(dev, mask);
}
