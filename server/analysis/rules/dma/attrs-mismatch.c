struct frame {
	struct device *dev;
	void *cookie;
	dma_addr_t addr;
	unsigned long attrs;
};

static int forgotten_bad(struct device *dev, size_t len)
{
	dma_addr_t addr;
	void *cookie = dma_alloc_attrs(dev, len, &addr, GFP_KERNEL, DMA_ATTR_NO_KERNEL_MAPPING);

	if (!cookie)
		return -ENOMEM;
	dma_free_coherent(dev, len, cookie, addr); // dma/attrs-mismatch: `dma_free_coherent` lacks `DMA_ATTR_NO_KERNEL_MAPPING`, which the allocation has
	return 0;
}

static int added_bad(struct device *dev, size_t len)
{
	dma_addr_t addr;
	void *p = dma_alloc_attrs(dev, len, &addr, GFP_KERNEL, 0);

	if (!p)
		return -ENOMEM;
	dma_free_attrs(dev, len, p, addr, DMA_ATTR_FORCE_CONTIGUOUS); // dma/attrs-mismatch: `dma_free_attrs` has `DMA_ATTR_FORCE_CONTIGUOUS`, which the allocation lacks
	return 0;
}

static int replaced_bad(struct device *dev, size_t len)
{
	dma_addr_t addr;
	void *p = dma_alloc_attrs(dev, len, &addr, GFP_KERNEL, DMA_ATTR_FORCE_CONTIGUOUS);

	if (!p)
		return -ENOMEM;
	dma_free_attrs(dev, len, p, addr, DMA_ATTR_NO_KERNEL_MAPPING); // dma/attrs-mismatch: lacks `DMA_ATTR_FORCE_CONTIGUOUS`, which the allocation has, and has `DMA_ATTR_NO_KERNEL_MAPPING`
	return 0;
}

static int user_mapping_bad(struct device *dev, struct vm_area_struct *vma, size_t len)
{
	dma_addr_t addr;
	void *cookie = dma_alloc_attrs(dev, len, &addr, GFP_KERNEL, DMA_ATTR_NO_KERNEL_MAPPING);
	int ret;

	if (!cookie)
		return -ENOMEM;
	ret = dma_mmap_attrs(dev, vma, cookie, addr, len, 0); // dma/attrs-mismatch: `dma_mmap_attrs` lacks `DMA_ATTR_NO_KERNEL_MAPPING`
	dma_free_attrs(dev, len, cookie, addr, DMA_ATTR_NO_KERNEL_MAPPING);
	return ret;
}

static int stored_ok(struct frame *f, size_t len, unsigned long attrs)
{
	f->attrs = attrs | DMA_ATTR_NO_KERNEL_MAPPING;
	f->cookie = dma_alloc_attrs(f->dev, len, &f->addr, GFP_KERNEL, f->attrs);
	if (!f->cookie)
		return -ENOMEM;
	dma_free_attrs(f->dev, len, f->cookie, f->addr, f->attrs);
	return 0;
}

/* These decide nothing about the release. */
static int need_not_match_ok(struct device *dev, size_t len)
{
	dma_addr_t addr;
	void *p = dma_alloc_attrs(dev, len, &addr, GFP_KERNEL, DMA_ATTR_NO_WARN | DMA_ATTR_ALLOC_SINGLE_PAGES);

	if (!p)
		return -ENOMEM;
	dma_free_attrs(dev, len, p, addr, 0);
	return 0;
}

static int plain_forms_ok(struct device *dev, size_t len)
{
	dma_addr_t addr;
	void *p = dma_alloc_wc(dev, len, &addr, GFP_KERNEL);

	if (!p)
		return -ENOMEM;
	dma_free_attrs(dev, len, p, addr, DMA_ATTR_WRITE_COMBINE);
	return 0;
}
