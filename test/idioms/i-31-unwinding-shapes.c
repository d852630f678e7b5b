/* Every way to walk back over what was mapped. */
static int count_down_ok(struct device *dev, void **buf, dma_addr_t *addr, int n)
{
	int i;

	for (i = 0; i < n; i++) {
		addr[i] = dma_map_single(dev, buf[i], 64, DMA_TO_DEVICE);
		if (dma_mapping_error(dev, addr[i]))
			goto unwind;
	}
	return 0;
unwind:
	while (--i >= 0)
		dma_unmap_single(dev, addr[i], 64, DMA_TO_DEVICE);
	return -ENOMEM;
}

static int second_index_ok(struct device *dev, void **buf, dma_addr_t *addr, int n)
{
	int i, j;

	for (i = 0; i < n; i++) {
		addr[i] = dma_map_single(dev, buf[i], 64, DMA_TO_DEVICE);
		if (dma_mapping_error(dev, addr[i])) {
			for (j = 0; j < i; j++)
				dma_unmap_single(dev, addr[j], 64, DMA_TO_DEVICE);
			return -ENOMEM;
		}
	}
	return 0;
}

static int head_apart_ok(struct device *dev, void *head, struct page **page, dma_addr_t *addr, int n)
{
	int i;

	addr[0] = dma_map_single(dev, head, 64, DMA_TO_DEVICE);
	if (dma_mapping_error(dev, addr[0]))
		return -ENOMEM;
	for (i = 1; i < n; i++) {
		addr[i] = dma_map_page(dev, page[i], 0, 64, DMA_TO_DEVICE);
		if (dma_mapping_error(dev, addr[i]))
			goto unwind;
	}
	return 0;
unwind:
	while (--i > 0)
		dma_unmap_page(dev, addr[i], 64, DMA_TO_DEVICE);
	dma_unmap_single(dev, addr[0], 64, DMA_TO_DEVICE);
	return -ENOMEM;
}

static int unknown_walk_ok(struct device *dev, void **buf, dma_addr_t *addr, int n)
{
	int i;

	for (i = 0; i < n; i++) {
		addr[i] = dma_map_single(dev, buf[i], 64, DMA_TO_DEVICE);
		if (dma_mapping_error(dev, addr[i])) {
			queue_unwind(dev, addr, i);
			return -ENOMEM;
		}
	}
	return 0;
}

static int one_too_many_bad(struct device *dev, void *head, void **buf, dma_addr_t *addr, int n)
{
	dma_addr_t first = dma_map_single(dev, head, 64, DMA_TO_DEVICE);
	int i;

	if (dma_mapping_error(dev, first))
		return -ENOMEM;
	for (i = 0; i < n; i++) {
		addr[i] = dma_map_single(dev, buf[i], 64, DMA_TO_DEVICE);
		if (dma_mapping_error(dev, addr[i]))
			goto unwind; // dma/leak-on-error-path: `first` stays mapped
	}
	dma_unmap_single(dev, first, 64, DMA_TO_DEVICE);
	return 0;
unwind:
	while (--i >= 0)
		dma_unmap_single(dev, addr[i], 64, DMA_TO_DEVICE);
	return -ENOMEM;
}
