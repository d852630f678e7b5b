struct chip { struct device *dev; void *mem; dma_addr_t dma; unsigned long pages; dma_addr_t mapped; };

static int filled(struct chip *c)
{
	c->mem = dma_alloc_coherent(c->dev, 4096, &c->dma, GFP_KERNEL);
	return c->mem ? 0 : -ENOMEM;
}

static int page_bad(struct chip *c, struct vm_area_struct *vma)
{
	return remap_pfn_range(vma, vma->vm_start, page_to_pfn(virt_to_page(c->mem)), 4096, vma->vm_page_prot); // dma/mmap-pfn: `virt_to_page`
}

static int handle_bad(struct chip *c, struct vm_area_struct *vma)
{
	return remap_pfn_range(vma, vma->vm_start, c->dma >> PAGE_SHIFT, 4096, vma->vm_page_prot); // dma/mmap-pfn: `remap_pfn_range` takes a DMA address
}

static int pages_ok(struct chip *c, struct vm_area_struct *vma)
{
	c->pages = __get_free_pages(GFP_KERNEL, 0);
	if (!c->pages)
		return -ENOMEM;
	return remap_pfn_range(vma, vma->vm_start, virt_to_phys((void *)c->pages) >> PAGE_SHIFT, 4096, vma->vm_page_prot);
}
