static int vzalloc_bad(struct device *dev, size_t len)
{
	void *image = vzalloc(len);
	dma_addr_t addr;

	if (!image)
		return -ENOMEM;
	addr = dma_map_single(dev, image, len, DMA_TO_DEVICE); // dma/map-vmalloc: `dma_map_single` cannot map `image`, which comes from `vzalloc`
	if (!dma_mapping_error(dev, addr))
		dma_unmap_single(dev, addr, len, DMA_TO_DEVICE);
	vfree(image);
	return 0;
}

static int offset_bad(struct device *dev, size_t len)
{
	u8 *image = vmalloc(len);
	dma_addr_t addr;

	if (!image)
		return -ENOMEM;
	addr = dma_map_single(dev, image + 64, 64, DMA_TO_DEVICE); // dma/map-vmalloc: which comes from `vmalloc`
	if (!dma_mapping_error(dev, addr))
		dma_unmap_single(dev, addr, 64, DMA_TO_DEVICE);
	vfree(image);
	return 0;
}

/* FN: memory that is only sometimes vmalloc memory needs a size or a test of the address to be judged. */
static int fn_maybe_bad(struct device *dev, size_t len)
{
	void *image = kvmalloc(len, GFP_KERNEL);
	dma_addr_t addr;

	if (!image)
		return -ENOMEM;
	addr = dma_map_single(dev, image, len, DMA_TO_DEVICE);
	if (!dma_mapping_error(dev, addr))
		dma_unmap_single(dev, addr, len, DMA_TO_DEVICE);
	kvfree(image);
	return 0;
}

static int per_cpu_bad(struct device *dev)
{
	u64 __percpu *counters = alloc_percpu(u64);
	dma_addr_t addr;

	if (!counters)
		return -ENOMEM;
	addr = dma_map_single(dev, counters, 8, DMA_TO_DEVICE); // dma/map-vmalloc: which comes from `alloc_percpu`
	if (!dma_mapping_error(dev, addr))
		dma_unmap_single(dev, addr, 8, DMA_TO_DEVICE);
	free_percpu(counters);
	return 0;
}

static int page_by_page_ok(struct device *dev)
{
	void *image = vmalloc(PAGE_SIZE);
	dma_addr_t addr;

	if (!image)
		return -ENOMEM;
	addr = dma_map_page(dev, vmalloc_to_page(image), 0, PAGE_SIZE, DMA_TO_DEVICE);
	if (!dma_mapping_error(dev, addr))
		dma_unmap_page(dev, addr, PAGE_SIZE, DMA_TO_DEVICE);
	vfree(image);
	return 0;
}

/* Up to a page kvmalloc is kmalloc. */
static int small_ok(struct device *dev)
{
	void *image = kvmalloc(256, GFP_KERNEL);
	dma_addr_t addr;

	if (!image)
		return -ENOMEM;
	addr = dma_map_single(dev, image, 256, DMA_TO_DEVICE);
	if (!dma_mapping_error(dev, addr))
		dma_unmap_single(dev, addr, 256, DMA_TO_DEVICE);
	kvfree(image);
	return 0;
}

static int asked_ok(struct device *dev, size_t len)
{
	void *image = kvmalloc(len, GFP_KERNEL);
	dma_addr_t addr;

	if (!image)
		return -ENOMEM;
	if (!is_vmalloc_addr(image)) {
		addr = dma_map_single(dev, image, len, DMA_TO_DEVICE);
		if (!dma_mapping_error(dev, addr))
			dma_unmap_single(dev, addr, len, DMA_TO_DEVICE);
	}
	kvfree(image);
	return 0;
}
