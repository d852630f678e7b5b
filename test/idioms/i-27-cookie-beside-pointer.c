/* The cookie always holds the result, the pointer only where there is a kernel mapping. */
struct frame { struct device *dev; void *cookie, *cpu; dma_addr_t addr; size_t size; unsigned long attrs; };

static int frame_alloc_ok(struct frame *f, bool want_cpu)
{
	f->attrs = DMA_ATTR_WRITE_COMBINE;
	if (!want_cpu)
		f->attrs |= DMA_ATTR_NO_KERNEL_MAPPING;
	f->cookie = dma_alloc_attrs(f->dev, f->size, &f->addr, GFP_KERNEL, f->attrs);
	if (!f->cookie)
		return -ENOMEM;
	if (want_cpu) {
		f->cpu = f->cookie;
		memset(f->cpu, 0xff, f->size);
	}
	return 0;
}

static void frame_clear_ok(struct frame *f)
{
	if (f->cpu)
		memset(f->cpu, 0xff, f->size);
}

static void frame_free_ok(struct frame *f)
{
	dma_free_attrs(f->dev, f->size, f->cookie, f->addr, f->attrs);
}

static int frame_alloc_bad(struct frame *f)
{
	f->attrs = DMA_ATTR_WRITE_COMBINE | DMA_ATTR_NO_KERNEL_MAPPING;
	f->cookie = dma_alloc_attrs(f->dev, f->size, &f->addr, GFP_KERNEL, f->attrs);
	if (!f->cookie)
		return -ENOMEM;
	memset(f->cookie, 0, f->size); // dma/cookie-access: passes the cookie
	return 0;
}
