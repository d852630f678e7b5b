struct chip { struct device *dev; void *mem; dma_addr_t dma; void *combined; dma_addr_t at; unsigned long pages; };

static int alloc(struct chip *c)
{
	c->mem = dma_alloc_coherent(c->dev, 4096, &c->dma, GFP_KERNEL);
	c->combined = dma_alloc_wc(c->dev, 4096, &c->at, GFP_KERNEL);
	c->pages = __get_free_page(GFP_KERNEL);
	return c->mem && c->combined && c->pages ? 0 : -ENOMEM;
}

static int page_bad(struct chip *c, struct vm_area_struct *vma)
{
	return remap_pfn_range(vma, vma->vm_start, page_to_pfn(virt_to_page((void *)c->pages)), 4096, pgprot_writecombine(vma->vm_page_prot)); // dma/mmap-pgprot: with `pgprot_writecombine` maps memory the kernel sees cached
}

static int contradicted_bad(struct chip *c, struct vm_area_struct *vma)
{
	vma->vm_page_prot = pgprot_noncached(vma->vm_page_prot);
	return dma_mmap_wc(c->dev, vma, c->combined, c->at, 4096); // dma/mmap-pgprot: `dma_mmap_wc` combines writes, and `pgprot_noncached` before it does not
}

static int overridden_bad(struct chip *c, struct vm_area_struct *vma)
{
	vma->vm_page_prot = pgprot_noncached(vma->vm_page_prot);
	return dma_mmap_coherent(c->dev, vma, c->mem, c->dma, 4096); // dma/mmap-pgprot: `dma_mmap_coherent` chooses the protection
}

static int same_ok(struct chip *c, struct vm_area_struct *vma)
{
	vma->vm_page_prot = pgprot_writecombine(vma->vm_page_prot);
	return dma_mmap_wc(c->dev, vma, c->combined, c->at, 4096);
}

static int registers_ok(phys_addr_t bar, struct vm_area_struct *vma)
{
	vma->vm_page_prot = pgprot_noncached(vma->vm_page_prot);
	return remap_pfn_range(vma, vma->vm_start, bar >> PAGE_SHIFT, 4096, vma->vm_page_prot);
}

static int cached_ok(struct chip *c, struct vm_area_struct *vma)
{
	return remap_pfn_range(vma, vma->vm_start, virt_to_phys((void *)c->pages) >> PAGE_SHIFT, 4096, vma->vm_page_prot);
}

static int combined_ok(struct chip *c, struct vm_area_struct *vma, unsigned long attrs)
{
	vma->vm_page_prot = pgprot_writecombine(vma->vm_page_prot);
	return dma_mmap_attrs(c->dev, vma, c->mem, c->dma, 4096, attrs);
}

static int other_way_ok(struct chip *c, phys_addr_t bar, struct vm_area_struct *vma)
{
	if (vma->vm_pgoff) {
		vma->vm_page_prot = pgprot_noncached(vma->vm_page_prot);
		vma->vm_pgoff = 0;
	} else {
		bar = 0;
	}
	if (bar)
		return io_remap_pfn_range(vma, vma->vm_start, bar >> PAGE_SHIFT, 4096, vma->vm_page_prot);
	return dma_mmap_coherent(c->dev, vma, c->mem, c->dma, 4096);
}
