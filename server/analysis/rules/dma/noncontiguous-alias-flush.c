struct stream {
	struct device *dev;
	struct sg_table *sgt;
	void *va;
	size_t len;
};

void consume(const void *data, size_t len);

static void read_bad(struct stream *s)
{
	void *va = dma_vmap_noncontiguous(s->dev, s->len, s->sgt);

	if (!va)
		return;
	dma_sync_sgtable_for_cpu(s->dev, s->sgt, DMA_FROM_DEVICE);
	consume(va, s->len); // dma/noncontiguous-alias-flush: the CPU reads through `dma_vmap_noncontiguous()` without `invalidate_kernel_vmap_range()`
	dma_vunmap_noncontiguous(s->dev, va);
}

static void read_ok(struct stream *s)
{
	void *va = dma_vmap_noncontiguous(s->dev, s->len, s->sgt);

	if (!va)
		return;
	dma_sync_sgtable_for_cpu(s->dev, s->sgt, DMA_FROM_DEVICE);
	invalidate_kernel_vmap_range(va, s->len);
	consume(va, s->len);
	dma_vunmap_noncontiguous(s->dev, va);
}

static int stream_open(struct stream *s)
{
	s->va = dma_vmap_noncontiguous(s->dev, s->len, s->sgt);
	return s->va ? 0 : -ENOMEM;
}

static void kept_bad(struct stream *s, const void *from)
{
	memcpy(s->va, from, 64); // dma/noncontiguous-alias-flush: the CPU writes through `dma_vmap_noncontiguous()` without `flush_kernel_vmap_range()`
	dma_sync_sgtable_for_device(s->dev, s->sgt, DMA_TO_DEVICE);
}

static void kept_ok(struct stream *s, const void *from)
{
	memcpy(s->va, from, 64);
	flush_kernel_vmap_range(s->va, 64);
	dma_sync_sgtable_for_device(s->dev, s->sgt, DMA_TO_DEVICE);
}

/* What goes to the device only is not read. */
static void other_way_ok(struct stream *s)
{
	dma_sync_sgtable_for_cpu(s->dev, s->sgt, DMA_TO_DEVICE);
	consume(s->va, s->len);
}
