static int queue(struct device *dev, struct scatterlist *sgl, int nents)
{
	int count;

	count = dma_map_$0sg(dev, sgl, nents, DMA_TO_DEVICE);
	if (!count)
		return -ENOMEM;
	dma_unmap_sg(dev, $0sgl, nents, DMA_TO_DEVICE);
	return 0;
}
