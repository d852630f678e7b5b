/* Firmware, hypervisors, page tables and FIFOs take physical addresses. */
struct chip { struct device *dev; void __iomem *regs; struct resource *fifo; };

static int scm_ok(void *image, size_t size)
{
	return qcom_scm_pas_mem_setup(1, virt_to_phys(image), size);
}

static int hypervisor_ok(struct page *page)
{
	return hv_do_fast_hypercall8(1, page_to_phys(page));
}

static int page_table_ok(struct iommu_domain *domain, phys_addr_t phys)
{
	return iommu_map(domain, 0, phys, PAGE_SIZE, IOMMU_READ | IOMMU_WRITE, GFP_KERNEL);
}

static int mmap_ok(struct chip *c, struct vm_area_struct *vma)
{
	return remap_pfn_range(vma, vma->vm_start, c->fifo->start >> PAGE_SHIFT, PAGE_SIZE, vma->vm_page_prot);
}

static int fifo_ok(struct chip *c, struct dma_chan *chan)
{
	struct dma_slave_config config = { .dst_addr = c->fifo->start, .direction = DMA_MEM_TO_DEV };

	return dmaengine_slave_config(chan, &config);
}

static void engine_bad(struct chip *c, struct page *page)
{
	dma_addr_t addr = page_to_phys(page); // dma/phys-as-dma: `page_to_phys`

	writel(lower_32_bits(addr), c->regs);
}

static void list_bad(struct scatterlist *sg, struct page *page)
{
	sg_dma_address(sg) = page_to_phys(page); // dma/phys-as-dma: `page_to_phys`
}
