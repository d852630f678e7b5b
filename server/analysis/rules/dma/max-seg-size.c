static int few_ok(struct device *dev, struct sg_table *sgt, struct page **pages)
{
	int ret = sg_alloc_table_from_pages(sgt, pages, 4, 0, 16384, GFP_KERNEL);

	if (ret)
		return ret;
	ret = dma_map_sgtable(dev, sgt, DMA_BIDIRECTIONAL, 0);
	if (ret)
		sg_free_table(sgt);
	return ret;
}

static int many_bad(struct device *dev, struct sg_table *sgt, struct page **pages)
{
	int ret = sg_alloc_table_from_pages(sgt, pages, 512, 0, 2097152, GFP_KERNEL); // dma/max-seg-size: may exceed the 64 KiB assumed

	if (ret)
		return ret;
	ret = dma_map_sgtable(dev, sgt, DMA_BIDIRECTIONAL, 0);
	if (ret)
		sg_free_table(sgt);
	return ret;
}
