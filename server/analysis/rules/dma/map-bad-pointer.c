struct request { void __user *data; u32 len; };

static int user_bad(struct device *dev, struct request *request)
{
	dma_addr_t addr = dma_map_single(dev, (void __force *)request->data, request->len, DMA_TO_DEVICE); // dma/map-bad-pointer: maps `data`, which is declared `__user`

	if (dma_mapping_error(dev, addr))
		return -ENOMEM;
	dma_unmap_single(dev, addr, request->len, DMA_TO_DEVICE);
	return 0;
}

static int null_bad(struct device *dev, size_t len)
{
	u8 *bytes = kmalloc(len, GFP_KERNEL);

	if (!bytes) {
		dma_addr_t addr = dma_map_single(dev, bytes, len, DMA_TO_DEVICE); // dma/map-bad-pointer: `dma_map_single` maps NULL

		if (!dma_mapping_error(dev, addr))
			dma_unmap_single(dev, addr, len, DMA_TO_DEVICE);
		return -ENOMEM;
	}
	kfree(bytes);
	return 0;
}

static int error_pointer_bad(struct device *dev, struct request *request)
{
	void *bytes = memdup_user(request->data, 64);
	dma_addr_t addr;

	if (!bytes)
		return -ENOMEM;
	addr = dma_map_single(dev, bytes, 64, DMA_TO_DEVICE); // dma/map-bad-pointer: `bytes` from `memdup_user`, which may be an error pointer
	if (!dma_mapping_error(dev, addr))
		dma_unmap_single(dev, addr, 64, DMA_TO_DEVICE);
	kfree(bytes);
	return 0;
}

static int no_bytes_bad(struct device *dev, void *buf)
{
	dma_addr_t addr = dma_map_single(dev, buf, 0, DMA_TO_DEVICE); // dma/map-bad-pointer: maps 0 bytes

	if (dma_mapping_error(dev, addr))
		return -ENOMEM;
	dma_unmap_single(dev, addr, 0, DMA_TO_DEVICE);
	return 0;
}

static int copied_ok(struct device *dev, struct request *request)
{
	void *bytes = memdup_user(request->data, 64);
	dma_addr_t addr;

	if (IS_ERR(bytes))
		return PTR_ERR(bytes);
	addr = dma_map_single(dev, bytes, 64, DMA_TO_DEVICE);
	if (!dma_mapping_error(dev, addr))
		dma_unmap_single(dev, addr, 64, DMA_TO_DEVICE);
	kfree(bytes);
	return 0;
}

static int never_fails_ok(struct device *dev, size_t len)
{
	void *buf = kmalloc(len, GFP_KERNEL | __GFP_NOFAIL);
	dma_addr_t addr = dma_map_single(dev, buf, len, DMA_TO_DEVICE);

	if (!dma_mapping_error(dev, addr))
		dma_unmap_single(dev, addr, len, DMA_TO_DEVICE);
	kfree(buf);
	return 0;
}

struct connection { struct descriptor *desc; };

/* The member may be an array: its declaration is in a header. */
static int array_in_zeroed_ok(struct device *dev, struct connection *c)
{
	dma_addr_t addr;

	c->desc = kzalloc(sizeof(*c->desc), GFP_KERNEL);
	if (!c->desc)
		return -ENOMEM;
	addr = dma_map_single(dev, c->desc->buf, 64, DMA_FROM_DEVICE);
	if (!dma_mapping_error(dev, addr))
		dma_unmap_single(dev, addr, 64, DMA_FROM_DEVICE);
	kfree(c->desc);
	c->desc = NULL;
	return 0;
}

struct piece { void *data; u32 length; };

/* Something was left over, or nobody would be here. */
static int rest_ok(struct device *dev, struct piece *pieces, int first, int count, void *copy)
{
	u32 rest = 0;
	dma_addr_t addr;
	int i;

	for (i = first; i < count; i++)
		rest += pieces[i].length;
	addr = dma_map_single(dev, copy, rest, DMA_TO_DEVICE);
	if (dma_mapping_error(dev, addr))
		return -ENOMEM;
	dma_unmap_single(dev, addr, rest, DMA_TO_DEVICE);
	return 0;
}

static int map_piece_ok(struct device *dev, void *data, u32 length)
{
	dma_addr_t addr;

	if (length == 0)
		return 0;
	addr = dma_map_single(dev, data, length, DMA_TO_DEVICE);
	if (dma_mapping_error(dev, addr))
		return -ENOMEM;
	dma_unmap_single(dev, addr, length, DMA_TO_DEVICE);
	return 0;
}

/* Without data there is no length. */
static int send_piece_ok(struct device *dev, void *data, u32 length)
{
	if (data == NULL)
		pr_debug("no data\n");
	return map_piece_ok(dev, data, length);
}

struct piece { dma_addr_t dma; unsigned long len; void *mem; };

/* The rounds that are not followed fill the other elements. */
static int filled_in_loop_ok(struct device *dev, int count)
{
	struct piece *pieces = kcalloc(count, sizeof(*pieces), GFP_KERNEL);
	int i;

	if (!pieces)
		return -ENOMEM;
	for (i = 0; i < count; i++) {
		pieces[i].mem = kmalloc(512, GFP_KERNEL);
		if (!pieces[i].mem)
			return -ENOMEM;
		pieces[i].len = 512;
	}
	for (i = 0; i < count; i++) {
		pieces[i].dma = dma_map_single(dev, pieces[i].mem, pieces[i].len, DMA_TO_DEVICE);
		if (dma_mapping_error(dev, pieces[i].dma))
			goto unwind;
	}
	return 0;
unwind:
	while (i-- > 0)
		dma_unmap_single(dev, pieces[i].dma, pieces[i].len, DMA_TO_DEVICE);
	return -EIO;
}

/* No list is empty. */
static int counted_ok(struct device *dev, struct scatterlist *list, int entries, void *buf)
{
	struct scatterlist *sg;
	struct piece piece;
	int i, links = 0;

	for_each_sg(list, sg, entries, i)
		links += 1;
	piece.len = links * 16;
	piece.dma = dma_map_single(dev, buf, piece.len, DMA_TO_DEVICE);
	if (dma_mapping_error(dev, piece.dma))
		return -EIO;
	dma_unmap_single(dev, piece.dma, piece.len, DMA_TO_DEVICE);
	return 0;
}
