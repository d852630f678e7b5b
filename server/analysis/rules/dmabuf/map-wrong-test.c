static int map_null_bad(struct dma_buf_attachment *at)
{
	struct sg_table *t = dma_buf_map_attachment_unlocked(at, DMA_TO_DEVICE);

	if (!t) // dmabuf/map-wrong-test: takes `NULL` for failure, but `dma_buf_map_attachment_unlocked` returns an error pointer
		return -ENOMEM;
	writel(sg_dma_address(t->sgl), regs);
	dma_buf_unmap_attachment_unlocked(at, t, DMA_TO_DEVICE);
	return 0;
}

static int get_null_bad(int fd)
{
	struct dma_buf *buf = dma_buf_get(fd);

	if (buf == NULL) // dmabuf/map-wrong-test: but `dma_buf_get` returns an error pointer
		return -EBADF;
	dma_buf_put(buf);
	return 0;
}

static int untested_bad(struct dma_buf *buf, struct device *dev)
{
	struct dma_buf_attachment *at = dma_buf_attach(buf, dev); // dmabuf/map-wrong-test: `dma_buf_attach` may return an error pointer, and it is used unchecked: passed to `dma_buf_map_attachment_unlocked`
	struct sg_table *t = dma_buf_map_attachment_unlocked(at, DMA_TO_DEVICE);

	if (IS_ERR(t)) {
		dma_buf_detach(buf, at);
		return PTR_ERR(t);
	}
	dma_buf_unmap_attachment_unlocked(at, t, DMA_TO_DEVICE);
	dma_buf_detach(buf, at);
	return 0;
}

static size_t size_bad(int fd)
{
	struct dma_buf *buf = dma_buf_get(fd); // dmabuf/map-wrong-test: used unchecked: dereferenced
	size_t size = buf->size;

	dma_buf_put(buf);
	return size;
}

static int both_ok(struct dma_buf_attachment *at)
{
	struct sg_table *t = dma_buf_map_attachment_unlocked(at, DMA_TO_DEVICE);

	if (IS_ERR_OR_NULL(t))
		return -ENOMEM;
	dma_buf_unmap_attachment_unlocked(at, t, DMA_TO_DEVICE);
	return 0;
}

static int kept_error_ok(struct importer *im, int fd)
{
	int ret;

	im->buf = dma_buf_get(fd);
	ret = PTR_ERR_OR_ZERO(im->buf);
	if (ret)
		return ret;
	im->size = im->buf->size;
	return 0;
}

static struct sg_table *passed_on_ok(struct dma_buf_attachment *at)
{
	return dma_buf_map_attachment_unlocked(at, DMA_TO_DEVICE);
}

/* Kept from an earlier call, or made now. */
static struct sg_table *cached_ok(struct importer *im, struct dma_buf_attachment *at)
{
	if (!im->table) {
		struct sg_table *t = dma_buf_map_attachment_unlocked(at, DMA_TO_DEVICE);

		if (IS_ERR(t))
			return t;
		im->table = t;
	}
	return im->table;
}
