struct importer {
	struct dma_buf *buf;
	struct dma_buf_attachment *at;
	struct sg_table *table;
};

static struct sg_table *map_bad(struct importer *im, struct device *dev, int fd)
{
	struct dma_buf *buf = dma_buf_get(fd);
	struct dma_buf_attachment *at;
	struct sg_table *t;

	if (IS_ERR(buf))
		return ERR_CAST(buf);
	at = dma_buf_attach(buf, dev);
	if (IS_ERR(at))
		return ERR_CAST(at); // dmabuf/attachment-leak: `buf`, a dma-buf reference, is not given back when `map_bad` fails here
	t = dma_buf_map_attachment_unlocked(at, DMA_BIDIRECTIONAL);
	if (IS_ERR(t)) {
		dma_buf_put(buf);
		return t; // dmabuf/attachment-leak: `at`, a dma-buf attachment, is not given back
	}
	im->buf = buf;
	im->at = at;
	return t;
}

/* A new buffer that no file descriptor leads to is lost. */
static int export_bad(struct dma_buf_export_info *info)
{
	struct dma_buf *buf = dma_buf_export(info);

	if (IS_ERR(buf))
		return PTR_ERR(buf);
	return dma_buf_fd(buf, O_CLOEXEC); // dmabuf/attachment-leak: `buf`, a dma-buf reference, is not given back when `dma_buf_fd` fails here
}

static int export_tested_bad(struct dma_buf_export_info *info, int *out)
{
	struct dma_buf *buf = dma_buf_export(info);
	int fd;

	if (IS_ERR(buf))
		return PTR_ERR(buf);
	fd = dma_buf_fd(buf, O_CLOEXEC);
	if (fd < 0)
		return fd; // dmabuf/attachment-leak: `buf`, a dma-buf reference, is not given back when `export_tested_bad` fails here
	*out = fd;
	return 0;
}

static int order_bad(struct device *dev, int fd)
{
	struct dma_buf *buf = dma_buf_get(fd);
	struct dma_buf_attachment *at;

	if (IS_ERR(buf))
		return PTR_ERR(buf);
	at = dma_buf_attach(buf, dev);
	dma_buf_put(buf);
	if (IS_ERR(at))
		return PTR_ERR(at);
	dma_buf_detach(buf, at); // dmabuf/attachment-leak: `dma_buf_detach` comes after `buf` was given back, which `at` was made from
	return 0;
}

static int direction_bad(struct dma_buf_attachment *at)
{
	struct sg_table *t = dma_buf_map_attachment(at, DMA_TO_DEVICE);

	if (IS_ERR(t))
		return PTR_ERR(t);
	dma_buf_unmap_attachment(at, t, DMA_FROM_DEVICE); // dmabuf/attachment-leak: unmaps `DMA_FROM_DEVICE`, but it was mapped `DMA_TO_DEVICE`
	return 0;
}

static int counted_bad(struct dma_buf *buf, struct device *dev)
{
	struct dma_buf_attachment *at;

	get_dma_buf(buf);
	at = dma_buf_attach(buf, dev);
	if (IS_ERR(at))
		return PTR_ERR(at); // dmabuf/attachment-leak: `buf`, a dma-buf reference, is not given back
	dma_buf_detach(buf, at);
	dma_buf_put(buf);
	return 0;
}

static struct sg_table *map_ok(struct importer *im, struct device *dev, int fd)
{
	struct dma_buf *buf = dma_buf_get(fd);
	struct dma_buf_attachment *at;
	struct sg_table *t;
	int ret;

	if (IS_ERR(buf))
		return ERR_CAST(buf);
	at = dma_buf_attach(buf, dev);
	if (IS_ERR(at)) {
		ret = PTR_ERR(at);
		goto put;
	}
	t = dma_buf_map_attachment_unlocked(at, DMA_BIDIRECTIONAL);
	if (IS_ERR(t)) {
		ret = PTR_ERR(t);
		goto detach;
	}
	im->buf = buf;
	im->at = at;
	return t;
detach:
	dma_buf_detach(buf, at);
put:
	dma_buf_put(buf);
	return ERR_PTR(ret);
}

static int export_ok(struct dma_buf_export_info *info)
{
	struct dma_buf *buf = dma_buf_export(info);
	int fd;

	if (IS_ERR(buf))
		return PTR_ERR(buf);
	fd = dma_buf_fd(buf, O_CLOEXEC);
	if (fd < 0)
		dma_buf_put(buf);
	return fd;
}

/* The descriptor owns the file, and so the buffer. */
static int install_ok(struct dma_buf_export_info *info, int __user *out)
{
	struct dma_buf *buf = dma_buf_export(info);
	int fd;

	if (IS_ERR(buf))
		return PTR_ERR(buf);
	fd = get_unused_fd_flags(O_CLOEXEC);
	if (fd < 0) {
		dma_buf_put(buf);
		return fd;
	}
	fd_install(fd, buf->file);
	if (put_user(fd, out))
		return -EFAULT;
	return 0;
}

/* What the importer keeps, its release gives back. */
static int attach_ok(struct importer *im, struct device *dev, int fd)
{
	im->buf = dma_buf_get(fd);
	if (IS_ERR(im->buf))
		return PTR_ERR(im->buf);
	im->at = dma_buf_attach(im->buf, dev);
	if (IS_ERR(im->at))
		return PTR_ERR(im->at);
	return 0;
}

/* Kept first and counted then. */
static int count_ok(struct importer *im, struct dma_buf *buf, void __iomem *regs)
{
	im->buf = buf;
	get_dma_buf(buf);
	if (readl(regs))
		return -EIO;
	return 0;
}

/* An attachment leads to its buffer. */
static int part_ok(struct importer *im, struct device *dev, int fd)
{
	struct dma_buf *buf = dma_buf_get(fd);

	if (IS_ERR(buf))
		return PTR_ERR(buf);
	im->at = dma_buf_attach(buf, dev);
	if (IS_ERR(im->at)) {
		dma_buf_put(buf);
		return PTR_ERR(im->at);
	}
	return importer_start(im);
}

static void importer_stop(struct importer *im)
{
	struct dma_buf *buf = im->at->dmabuf;

	dma_buf_detach(buf, im->at);
	dma_buf_put(buf);
}

/* Whoever has the attachment has the buffer. */
static int by_attachment_ok(struct importer *im, struct device *dev, int fd)
{
	struct dma_buf *buf = dma_buf_get(fd);
	int err;

	if (IS_ERR(buf))
		return PTR_ERR(buf);
	im->at = dma_buf_attach(buf, dev);
	if (IS_ERR(im->at)) {
		dma_buf_put(buf);
		return PTR_ERR(im->at);
	}
	err = dma_buf_pin(im->at);
	if (err) {
		importer_stop(im);
		return err;
	}
	return 0;
}
