static void constant_bad(struct device *dev)
{
	dma_set_mask(dev, DMA_BIT_MASK(24)); // dma/mask-unchecked: `dma_set_mask`
}

static void computed_bad(struct device *dev, int bits)
{
	dma_set_mask_and_coherent(dev, DMA_BIT_MASK(bits)); // dma/mask-unchecked: `dma_set_mask_and_coherent`
}

static void wide_bad(struct device *dev)
{
	dma_coerce_mask_and_coherent(dev, DMA_BIT_MASK(44)); // dma/mask-unchecked: `dma_coerce_mask_and_coherent`
}

static int kept_bad(struct device *dev)
{
	int ret;

	ret = dma_set_mask(dev, 0xffffff); // dma/mask-unchecked: `dma_set_mask`
	return 0;
}

static int tested_ok(struct device *dev)
{
	if (dma_set_mask(dev, DMA_BIT_MASK(28)))
		return -EIO;
	return dma_set_coherent_mask(dev, DMA_BIT_MASK(28));
}

static void coherent_follows_ok(struct device *dev)
{
	if (!dma_set_mask(dev, DMA_BIT_MASK(64)))
		dma_set_coherent_mask(dev, DMA_BIT_MASK(64));
}
