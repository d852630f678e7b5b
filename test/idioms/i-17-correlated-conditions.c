/* The same predicate chooses how to map and how to unmap. */
struct request {
	struct device *dev;
	void *src, *dst;
	dma_addr_t src_addr, dst_addr;
	u32 len;
	bool mapped_as_page;
};

static int in_place_or_not_ok(struct request *r)
{
	if (r->src == r->dst) {
		r->src_addr = dma_map_single(r->dev, r->src, r->len, DMA_BIDIRECTIONAL);
		if (dma_mapping_error(r->dev, r->src_addr))
			return -ENOMEM;
	} else {
		r->src_addr = dma_map_single(r->dev, r->src, r->len, DMA_TO_DEVICE);
		if (dma_mapping_error(r->dev, r->src_addr))
			return -ENOMEM;
		r->dst_addr = dma_map_single(r->dev, r->dst, r->len, DMA_FROM_DEVICE);
		if (dma_mapping_error(r->dev, r->dst_addr)) {
			dma_unmap_single(r->dev, r->src_addr, r->len, DMA_TO_DEVICE);
			return -ENOMEM;
		}
	}
	if (r->src == r->dst) {
		dma_unmap_single(r->dev, r->src_addr, r->len, DMA_BIDIRECTIONAL);
	} else {
		dma_unmap_single(r->dev, r->dst_addr, r->len, DMA_FROM_DEVICE);
		dma_unmap_single(r->dev, r->src_addr, r->len, DMA_TO_DEVICE);
	}
	return 0;
}

static void by_kind_ok(struct request *r)
{
	if (r->mapped_as_page)
		dma_unmap_page(r->dev, r->src_addr, r->len, DMA_TO_DEVICE);
	if (!r->mapped_as_page)
		dma_unmap_single(r->dev, r->src_addr, r->len, DMA_TO_DEVICE);
}

static void small_in_pool_ok(struct device *dev, struct dma_pool *pool, u32 n)
{
	dma_addr_t addr;
	void *p = n <= 256 ? dma_pool_alloc(pool, GFP_KERNEL, &addr) : dma_alloc_coherent(dev, n, &addr, GFP_KERNEL);

	if (!p)
		return;
	if (n <= 256)
		dma_pool_free(pool, p, addr);
	else
		dma_free_coherent(dev, n, p, addr);
}

static int in_place_or_not_bad(struct request *r)
{
	if (r->src == r->dst)
		r->src_addr = dma_map_single(r->dev, r->src, r->len, DMA_BIDIRECTIONAL);
	else
		r->src_addr = dma_map_single(r->dev, r->src, r->len, DMA_TO_DEVICE);
	if (dma_mapping_error(r->dev, r->src_addr))
		return -ENOMEM;
	if (r->src != r->dst)
		dma_unmap_single(r->dev, r->src_addr, r->len, DMA_BIDIRECTIONAL); // dma/unmap-direction-mismatch: DMA_BIDIRECTIONAL
	else
		dma_unmap_single(r->dev, r->src_addr, r->len, DMA_BIDIRECTIONAL);
	return 0;
}

static void both_kinds_bad(struct request *r)
{
	if (r->mapped_as_page)
		dma_unmap_page(r->dev, r->src_addr, r->len, DMA_TO_DEVICE);
	dma_unmap_single(r->dev, r->src_addr, r->len, DMA_TO_DEVICE); // dma/double-unmap: unmapped a second time
}

/* What a host can do is asked when memory is made and when it is given back. */
struct region { struct host *host; void *mem; dma_addr_t dma; };

static void *host_pages(struct host *host, dma_addr_t *dma)
{
	if (!host_uses_dma(host))
		return kmalloc(4096, GFP_KERNEL);
	return dma_alloc_coherent(host->dev, 4096, dma, GFP_KERNEL);
}

static void host_free_pages(struct host *host, void *mem, dma_addr_t dma)
{
	if (!host_uses_dma(host)) {
		kfree(mem);
		return;
	}
	dma_free_coherent(host->dev, 4096, mem, dma);
}

static int region_show_ok(struct host *host, struct vm_area_struct *vma)
{
	struct region *r = kzalloc(sizeof(*r), GFP_KERNEL);

	if (!r)
		return -ENOMEM;
	r->mem = host_pages(host, &r->dma);
	if (!r->mem) {
		kfree(r);
		return -ENOMEM;
	}
	if (dma_mmap_coherent(host->dev, vma, r->mem, r->dma, 4096)) {
		host_free_pages(host, r->mem, r->dma);
		kfree(r);
		return -EAGAIN;
	}
	vma->vm_private_data = r;
	return 0;
}
