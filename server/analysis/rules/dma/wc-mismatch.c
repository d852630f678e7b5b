struct fb { struct device *dev; void *screen; dma_addr_t dma; size_t size; };

static int init_ok(struct fb *f)
{
	f->screen = dma_alloc_wc(f->dev, f->size, &f->dma, GFP_KERNEL);
	return f->screen ? 0 : -ENOMEM;
}

static int mmap_bad(struct fb *f, struct vm_area_struct *vma)
{
	return dma_mmap_coherent(f->dev, vma, f->screen, f->dma, f->size); // dma/wc-mismatch: `dma_mmap_coherent` is given `screen`, which `dma_alloc_wc` allocated
}

static void exit_bad(struct fb *f)
{
	dma_free_coherent(f->dev, f->size, f->screen, f->dma); // dma/wc-mismatch: `dma_free_coherent` is given `screen`
}

static void exit_ok(struct fb *f)
{
	dma_free_wc(f->dev, f->size, f->screen, f->dma);
}

struct ring { struct device *dev; void *descs; dma_addr_t dma; };

static int ring_init_ok(struct ring *r)
{
	r->descs = dma_alloc_coherent(r->dev, 4096, &r->dma, GFP_KERNEL);
	return r->descs ? 0 : -ENOMEM;
}

static void ring_exit_bad(struct ring *r)
{
	dma_free_wc(r->dev, 4096, r->descs, r->dma); // dma/wc-mismatch: `dma_free_wc` is given `descs`, which `dma_alloc_coherent` allocated
}

/* Both kinds, told apart by a flag at both ends. */
struct either { struct device *dev; void *mem; dma_addr_t dma; bool wc; };

static int either_init_ok(struct either *e)
{
	if (e->wc)
		e->mem = dma_alloc_wc(e->dev, 4096, &e->dma, GFP_KERNEL);
	else
		e->mem = dma_alloc_coherent(e->dev, 4096, &e->dma, GFP_KERNEL);
	return e->mem ? 0 : -ENOMEM;
}

static void either_exit_ok(struct either *e)
{
	if (e->wc)
		dma_free_wc(e->dev, 4096, e->mem, e->dma);
	else
		dma_free_coherent(e->dev, 4096, e->mem, e->dma);
}
