static int flag_bad(struct device *dev, dma_addr_t *handle)
{
	return dma_alloc_coherent(dev, 64, handle, GFP_KERNEL | __GFP_ZERO) ? 0 : -ENOMEM; // dma/redundant-zeroing: `__GFP_ZERO`
}

static int pool_bad(struct dma_pool *pool, dma_addr_t *handle, u32 **block)
{
	*block = dma_pool_alloc(pool, GFP_KERNEL, handle);
	if (!*block)
		return -ENOMEM;
	memset(*block, 0, 32); // dma/redundant-zeroing: `dma_pool_zalloc` does what `dma_pool_alloc` and `memset` do
	return 0;
}

static int part_ok(struct device *dev, dma_addr_t *handle, u8 **mem)
{
	*mem = dma_alloc_coherent(dev, 4096, handle, GFP_KERNEL);
	if (!*mem)
		return -ENOMEM;
	memset(*mem, 0, 16);
	return 0;
}

static int used_ok(struct device *dev, dma_addr_t *handle, u8 **mem)
{
	*mem = dma_alloc_coherent(dev, 4096, handle, GFP_KERNEL);
	if (!*mem)
		return -ENOMEM;
	(*mem)[0] = 1;
	memset(*mem, 0, 4096);
	return 0;
}

static int value_ok(struct device *dev, dma_addr_t *handle, u8 **mem)
{
	*mem = dma_alloc_coherent(dev, 4096, handle, GFP_KERNEL);
	if (!*mem)
		return -ENOMEM;
	memset(*mem, 0xff, 4096);
	return 0;
}

static void reset(u8 *mem)
{
	memset(mem, 0, 64);
}

static int reset_by_helper_ok(struct device *dev, dma_addr_t *handle, u8 **mem)
{
	*mem = dma_alloc_coherent(dev, 64, handle, GFP_KERNEL);
	if (!*mem)
		return -ENOMEM;
	reset(*mem);
	return 0;
}

static int in_rounds_ok(struct device *dev, dma_addr_t *handle, u8 **mem)
{
	int i;

	*mem = dma_alloc_coherent(dev, 64, handle, GFP_KERNEL);
	if (!*mem)
		return -ENOMEM;
	for (i = 0; i < 4; i++)
		memset(*mem, 0, 64);
	return 0;
}

/* Small blocks come from the controller's pools. */
static int usb_ok(struct usb_device *udev, dma_addr_t *handle, u8 **mem)
{
	*mem = usb_alloc_coherent(udev, 64, GFP_KERNEL, handle);
	if (!*mem)
		return -ENOMEM;
	memset(*mem, 0, 64);
	return 0;
}

struct descriptor { u32 word[8]; dma_addr_t dma; struct list_head node; };

static struct descriptor *recycled_ok(struct dma_pool *pool, struct list_head *idle)
{
	struct descriptor *d;
	dma_addr_t dma;

	if (!list_empty(idle)) {
		d = list_first_entry(idle, struct descriptor, node);
		list_del(&d->node);
		dma = d->dma;
	} else {
		d = dma_pool_alloc(pool, GFP_KERNEL, &dma);
		if (!d)
			return NULL;
	}
	memset(d, 0, sizeof(*d));
	d->dma = dma;
	return d;
}

static int scrubbed_ok(struct device *dev, const u8 *key)
{
	dma_addr_t dma;
	u8 *mem = dma_alloc_coherent(dev, 64, &dma, GFP_KERNEL);
	int ret;

	if (!mem)
		return -ENOMEM;
	ret = start_engine(dev);
	if (ret)
		goto out;
	memcpy(mem, key, 64);
	ret = send_key(dev, dma);
out:
	memset(mem, 0, 64);
	dma_free_coherent(dev, 64, mem, dma);
	return ret;
}
