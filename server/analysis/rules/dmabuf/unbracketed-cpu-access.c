static int peek_bad(struct dma_buf *buf, u32 *out)
{
	struct iosys_map map;
	int ret = dma_buf_vmap_unlocked(buf, &map);

	if (ret)
		return ret;
	iosys_map_memcpy_from(out, &map, 0, sizeof(*out)); // dmabuf/unbracketed-cpu-access: `iosys_map_memcpy_from` touches the dma-buf without `dma_buf_begin_cpu_access()`
	dma_buf_vunmap_unlocked(buf, &map);
	return 0;
}

static int peek_ok(struct dma_buf *buf, u32 *out)
{
	struct iosys_map map;
	int ret = dma_buf_vmap_unlocked(buf, &map);

	if (ret)
		return ret;
	ret = dma_buf_begin_cpu_access(buf, DMA_FROM_DEVICE);
	if (!ret) {
		iosys_map_memcpy_from(out, &map, 0, sizeof(*out));
		ret = dma_buf_end_cpu_access(buf, DMA_FROM_DEVICE);
	}
	dma_buf_vunmap_unlocked(buf, &map);
	return ret;
}

static int early_bad(struct dma_buf *buf, u32 *out)
{
	struct iosys_map map;
	int ret = dma_buf_begin_cpu_access(buf, DMA_FROM_DEVICE);

	if (ret)
		return ret;
	ret = dma_buf_vmap(buf, &map);
	if (ret)
		return ret; // dmabuf/unbracketed-cpu-access: returns without the end that `dma_buf_begin_cpu_access` needs
	memcpy(out, map.vaddr, sizeof(*out));
	dma_buf_vunmap(buf, &map);
	return dma_buf_end_cpu_access(buf, DMA_FROM_DEVICE);
}

static int late_bad(struct dma_buf *buf, u32 *out)
{
	struct iosys_map map;
	int ret = dma_buf_vmap(buf, &map);

	if (ret)
		return ret;
	ret = dma_buf_begin_cpu_access(buf, DMA_FROM_DEVICE);
	if (ret)
		goto unmap;
	ret = dma_buf_end_cpu_access(buf, DMA_FROM_DEVICE);
	memcpy(out, map.vaddr, sizeof(*out)); // dmabuf/unbracketed-cpu-access: `memcpy` touches the dma-buf
unmap:
	dma_buf_vunmap(buf, &map);
	return ret;
}

/* Its callers begin and end. */
static int copy_ok(struct dma_buf *buf, u32 *out)
{
	struct iosys_map map;
	int ret = dma_buf_vmap(buf, &map);

	if (ret)
		return ret;
	iosys_map_memcpy_from(out, &map, 0, sizeof(*out));
	dma_buf_vunmap(buf, &map);
	return 0;
}

static int copy_whole_ok(struct dma_buf *buf, u32 *out)
{
	int ret = dma_buf_begin_cpu_access(buf, DMA_FROM_DEVICE);

	if (ret)
		return ret;
	ret = copy_ok(buf, out);
	dma_buf_end_cpu_access(buf, DMA_FROM_DEVICE);
	return ret;
}

/* An exporter that leads on to another one: whoever imports it brackets its accesses. */
static int exporter_vmap_ok(struct dma_buf *buf, struct iosys_map *map)
{
	struct dma_buf *inner = buf->priv;

	return dma_buf_vmap(inner, map);
}

static const struct dma_buf_ops exporter_ops = {
	.vmap = exporter_vmap_ok,
};

/* One function begins, another one ends: the pair of hooks of a framework. */
static int hook_begin_ok(struct dma_buf *buf)
{
	return dma_buf_begin_cpu_access(buf, DMA_BIDIRECTIONAL);
}
