struct link { __le32 next; __le32 data; };
struct ring { struct dma_pool *pool; dma_addr_t head; dma_addr_t spare; };

static void chain_bad(struct ring *r, struct link *first, int n)
{
	dma_addr_t addr = le32_to_cpu(first->next);

	while (n-- > 1) {
		struct link *link = phys_to_virt(addr); // dma/dma-as-phys: `phys_to_virt` takes the DMA address `addr`
		dma_addr_t next = le32_to_cpu(link->next);

		dma_pool_free(r->pool, link, addr);
		addr = next;
	}
}

static void *field_bad(struct ring *r)
{
	return phys_to_virt(r->head); // dma/dma-as-phys: `head`
}

static void *segment_bad(struct scatterlist *sg)
{
	return phys_to_virt(sg_dma_address(sg)); // dma/dma-as-phys: `sg_dma_address()`
}

static void *physical_ok(struct page *page)
{
	return phys_to_virt(page_to_phys(page));
}

struct region { dma_addr_t address; void *cpu; struct device *dev; };

static int region_make(struct region *r, phys_addr_t given)
{
	if (given) {
		r->address = given;
		return 0;
	}
	r->cpu = dma_alloc_coherent(r->dev, 4096, &r->address, GFP_KERNEL);
	return r->cpu ? 0 : -ENOMEM;
}

static void *region_ok(struct region *r)
{
	return phys_to_virt(r->address);
}

static void *either_ok(struct ring *r, struct iommu_domain *domain)
{
	return phys_to_virt(domain ? iommu_iova_to_phys(domain, r->spare) : r->spare);
}
