static int resource_bad(struct device *dev, phys_addr_t fifo)
{
	dma_addr_t addr = dma_map_resource(dev, fifo, 64, DMA_BIDIRECTIONAL, 0);

	if (dma_mapping_error(dev, addr))
		return -ENOMEM;
	dma_unmap_single(dev, addr, 64, DMA_BIDIRECTIONAL); // dma/unmap-kind-mismatch: `dma_unmap_single` does not release a resource mapping, which `dma_map_resource` made
	return 0;
}

static int coherent_bad(struct device *dev)
{
	dma_addr_t addr;
	void *p = dma_alloc_coherent(dev, 4096, &addr, GFP_KERNEL);

	if (!p)
		return -ENOMEM;
	dma_unmap_single(dev, addr, 4096, DMA_BIDIRECTIONAL); // dma/unmap-kind-mismatch: does not release a coherent allocation
	return 0;
}

static int noncoherent_bad(struct device *dev)
{
	dma_addr_t addr;
	void *p = dma_alloc_noncoherent(dev, 4096, &addr, DMA_FROM_DEVICE, GFP_KERNEL);

	if (!p)
		return -ENOMEM;
	dma_free_coherent(dev, 4096, p, addr); // dma/unmap-kind-mismatch: `dma_free_coherent` does not release a non-coherent allocation
	return 0;
}

static int pool_block_bad(struct device *dev, struct dma_pool *pool)
{
	dma_addr_t addr;
	void *p = dma_pool_alloc(pool, GFP_KERNEL, &addr);

	if (!p)
		return -ENOMEM;
	dma_free_coherent(dev, 64, p, addr); // dma/unmap-kind-mismatch: does not release a pool allocation
	return 0;
}

static int one_segment_bad(struct device *dev, struct scatterlist *sg)
{
	if (dma_map_sg(dev, sg, 1, DMA_TO_DEVICE) != 1)
		return -ENOMEM;
	dma_unmap_single(dev, sg_dma_address(sg), sg_dma_len(sg), DMA_TO_DEVICE); // dma/unmap-kind-mismatch: does not release a scatterlist mapping
	return 0;
}

/* One kind since 5.0: the kernel makes one out of the other. */
static int single_as_page_ok(struct device *dev, void *buf)
{
	dma_addr_t addr = dma_map_single(dev, buf, 64, DMA_TO_DEVICE);

	if (dma_mapping_error(dev, addr))
		return -ENOMEM;
	dma_unmap_page(dev, addr, 64, DMA_TO_DEVICE);
	return 0;
}

/* The list is only a place to keep the address. */
static int list_as_variable_ok(struct device *dev, struct scatterlist *sg, void *buf)
{
	sg_dma_address(sg) = dma_map_single(dev, buf, 64, DMA_TO_DEVICE);
	if (dma_mapping_error(dev, sg_dma_address(sg)))
		return -ENOMEM;
	dma_unmap_single(dev, sg_dma_address(sg), 64, DMA_TO_DEVICE);
	return 0;
}

static int table_as_list_ok(struct device *dev, struct sg_table *sgt)
{
	int ret = dma_map_sgtable(dev, sgt, DMA_TO_DEVICE, 0);

	if (ret)
		return ret;
	dma_unmap_sg(dev, sgt->sgl, sgt->orig_nents, DMA_TO_DEVICE);
	return 0;
}

static int page_or_single_ok(struct device *dev, void *buf, struct page *page)
{
	dma_addr_t addr;

	if (page)
		addr = dma_map_page(dev, page, 0, 64, DMA_TO_DEVICE);
	else
		addr = dma_map_single(dev, buf, 64, DMA_TO_DEVICE);
	if (dma_mapping_error(dev, addr))
		return -ENOMEM;
	if (page)
		dma_unmap_page(dev, addr, 64, DMA_TO_DEVICE);
	else
		dma_unmap_single(dev, addr, 64, DMA_TO_DEVICE);
	return 0;
}

struct channel {
	struct device *dev;
	struct dma_pool *pool;
	bool use_pool;
	void *desc;
	dma_addr_t addr;
};

static void free_descriptor(struct channel *c)
{
	if (c->use_pool)
		dma_pool_free(c->pool, c->desc, c->addr);
	else
		dma_free_coherent(c->dev, 64, c->desc, c->addr);
}

/* Channels that get here have a pool, and the flag of theirs is set. */
static int from_pool_ok(struct channel *c, bool is_valid)
{
	c->desc = dma_pool_alloc(c->pool, GFP_KERNEL, &c->addr);
	if (!c->desc)
		return -ENOMEM;
	if (!is_valid) {
		free_descriptor(c);
		return -EINVAL;
	}
	return 0;
}

/* Allocated and mapped at once: the free means the allocation. */
static int allocated_and_mapped_bad(struct device *dev)
{
	dma_addr_t coherent, streaming;
	void *p = dma_alloc_coherent(dev, 64, &coherent, GFP_KERNEL);

	if (!p)
		return -ENOMEM;
	streaming = dma_map_single(dev, p, 64, DMA_TO_DEVICE); // dma/overlapping-mappings: memory from `dma_alloc_coherent`
	if (!dma_mapping_error(dev, streaming))
		dma_unmap_single(dev, streaming, 64, DMA_TO_DEVICE);
	dma_free_coherent(dev, 64, p, coherent);
	return 0;
}

struct stage {
	struct device *dev;
	void *area;
	dma_addr_t addr;
};

static int make_stage_ok(struct stage *s)
{
	s->area = dma_alloc_coherent(s->dev, 4096, &s->addr, GFP_KERNEL);
	return s->area ? 0 : -ENOMEM;
}

static void drop_stage_bad(struct stage *s)
{
	dma_unmap_single(s->dev, s->addr, 4096, DMA_TO_DEVICE); // dma/unmap-kind-mismatch: `dma_unmap_single` does not release
}

struct mixed {
	struct device *dev;
	dma_addr_t addr;
	bool is_page;
};

static int map_bytes_ok(struct mixed *m, void *cpu)
{
	m->is_page = false;
	m->addr = dma_map_single(m->dev, cpu, 64, DMA_TO_DEVICE);
	return dma_mapping_error(m->dev, m->addr) ? -ENOMEM : 0;
}

/* Pages and bytes are one kind: Linux kernel/dma/debug.c (6.12). */
static void unmap_bytes_ok(struct mixed *m)
{
	if (m->is_page)
		dma_unmap_page(m->dev, m->addr, 64, DMA_TO_DEVICE);
	else
		dma_unmap_single(m->dev, m->addr, 64, DMA_TO_DEVICE);
}

struct page_info {
	struct device *dev;
	struct scatterlist *list;
	int count;
	bool is_mapped;
	void *block;
	dma_addr_t addr;
};

static void drop_pages_ok(struct page_info *info)
{
	if (info->is_mapped)
		dma_unmap_sg(info->dev, info->list, info->count, DMA_TO_DEVICE);
	dma_free_coherent(info->dev, 4096, info->block, info->addr);
}

/* The list lies in the block. */
static int make_pages_ok(struct page_info *info)
{
	info->block = dma_alloc_coherent(info->dev, 4096, &info->addr, GFP_KERNEL);
	if (!info->block)
		return -ENOMEM;
	info->list = (struct scatterlist *)((u32 *)info->block + info->count);
	return 0;
}

struct shared_object {
	struct device *dev;
	struct drm_gem_shmem_object base;
};

static int bind_imported_ok(struct shared_object *o, struct dma_buf_attachment *attach)
{
	struct sg_table *sgt = dma_buf_map_attachment(attach, DMA_BIDIRECTIONAL);

	if (IS_ERR(sgt))
		return PTR_ERR(sgt);
	o->base.sgt = sgt;
	return 0;
}

/* The field is one of the kernel's, whose drm_gem_shmem_get_pages_sgt() fills it as well. */
static void unbind_own_ok(struct shared_object *o)
{
	dma_unmap_sgtable(o->dev, o->base.sgt, DMA_BIDIRECTIONAL, 0);
}
