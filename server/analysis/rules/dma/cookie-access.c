struct frame {
	struct device *dev;
	void *cookie;
	dma_addr_t addr;
	void *cpu;
	unsigned long attrs;
};

static int cleared_bad(struct frame *f, size_t len)
{
	f->cookie = dma_alloc_attrs(f->dev, len, &f->addr, GFP_KERNEL, DMA_ATTR_NO_KERNEL_MAPPING);
	if (!f->cookie)
		return -ENOMEM;
	memset(f->cookie, 0xff, len); // dma/cookie-access: passes the cookie that `dma_alloc_attrs` returned to `memset` as a pointer
	return 0;
}

static int written_bad(struct device *dev)
{
	dma_addr_t addr;
	u32 *p = dma_alloc_attrs(dev, 4096, &addr, GFP_KERNEL, DMA_ATTR_NO_KERNEL_MAPPING);

	if (!p)
		return -ENOMEM;
	p[0] = 1; // dma/cookie-access: writes through the cookie that `dma_alloc_attrs` returned
	dma_free_attrs(dev, 4096, p, addr, DMA_ATTR_NO_KERNEL_MAPPING);
	return 0;
}

static int read_bad(struct device *dev)
{
	unsigned long attrs = DMA_ATTR_WRITE_COMBINE;
	dma_addr_t addr;
	u32 *p, first;

	attrs |= DMA_ATTR_NO_KERNEL_MAPPING;
	p = dma_alloc_attrs(dev, 4096, &addr, GFP_KERNEL, attrs);
	if (!p)
		return -ENOMEM;
	first = p[0]; // dma/cookie-access: reads through the cookie that `dma_alloc_attrs` returned
	dma_free_attrs(dev, 4096, p, addr, attrs);
	return first;
}

static int mapped_again_bad(struct frame *f, struct device *other, size_t len)
{
	dma_addr_t addr;

	f->cookie = dma_alloc_attrs(f->dev, len, &f->addr, GFP_KERNEL, DMA_ATTR_NO_KERNEL_MAPPING);
	if (!f->cookie)
		return -ENOMEM;
	addr = dma_map_single(other, f->cookie, len, DMA_TO_DEVICE); // dma/cookie-access: to `dma_map_single` as a pointer
	if (!dma_mapping_error(other, addr))
		dma_unmap_single(other, addr, len, DMA_TO_DEVICE);
	return 0;
}

static int ordinary_ok(struct frame *f, size_t len)
{
	f->cpu = dma_alloc_attrs(f->dev, len, &f->addr, GFP_KERNEL, DMA_ATTR_WRITE_COMBINE);
	if (!f->cpu)
		return -ENOMEM;
	memset(f->cpu, 0xff, len);
	return 0;
}

/* The pointer is only set where there is one. */
static int correlated_ok(struct frame *f, size_t len, bool want_cpu)
{
	f->attrs = want_cpu ? 0 : DMA_ATTR_NO_KERNEL_MAPPING;
	f->cookie = dma_alloc_attrs(f->dev, len, &f->addr, GFP_KERNEL, f->attrs);
	if (!f->cookie)
		return -ENOMEM;
	if (want_cpu)
		f->cpu = f->cookie;
	if (want_cpu)
		memset(f->cpu, 0xff, len);
	return 0;
}

/* What a cookie is for. */
static int allowed_ok(struct frame *f, struct vm_area_struct *vma, struct sg_table *sgt, size_t len)
{
	int ret;

	f->cookie = dma_alloc_attrs(f->dev, len, &f->addr, GFP_KERNEL, DMA_ATTR_NO_KERNEL_MAPPING);
	if (!f->cookie)
		return -ENOMEM;
	dev_dbg(f->dev, "cookie %p\n", f->cookie);
	ret = dma_get_sgtable_attrs(f->dev, sgt, f->cookie, f->addr, len, DMA_ATTR_NO_KERNEL_MAPPING);
	if (!ret)
		ret = dma_mmap_attrs(f->dev, vma, f->cookie, f->addr, len, DMA_ATTR_NO_KERNEL_MAPPING);
	dma_free_attrs(f->dev, len, f->cookie, f->addr, DMA_ATTR_NO_KERNEL_MAPPING);
	return ret;
}
