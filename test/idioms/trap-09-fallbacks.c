/* Failure may lead to another way, and a label to releases that are guarded. */
struct host { struct device *dev; void *bounce; dma_addr_t bounce_addr; void *table; dma_addr_t table_addr; bool use_dma; u32 flags; };

static int probe_ok(struct host *h)
{
	h->bounce = dma_alloc_coherent(h->dev, 65536, &h->bounce_addr, GFP_KERNEL);
	if (!h->bounce)
		h->bounce = dma_alloc_coherent(h->dev, 4096, &h->bounce_addr, GFP_KERNEL);
	if (!h->bounce)
		h->use_dma = false;
	return 0;
}

static int guarded_label_ok(struct host *h, bool wants)
{
	dma_addr_t addr = 0;
	void *p = NULL;
	int ret;

	if (wants) {
		p = dma_alloc_coherent(h->dev, 64, &addr, GFP_KERNEL);
		if (!p)
			goto fail;
	}
	ret = host_start(h);
	if (!ret)
		ret = host_wait(h);
	if (p)
		dma_free_coherent(h->dev, 64, p, addr);
	return ret;
fail:
	if (p)
		dma_free_coherent(h->dev, 64, p, addr);
	return -ENOMEM;
}

static int free_of_null_ok(struct host *h)
{
	dma_addr_t a, b;
	void *p = dma_alloc_coherent(h->dev, 64, &a, GFP_KERNEL);
	void *q = dma_alloc_coherent(h->dev, 64, &b, GFP_KERNEL);
	int ret = p && q ? 0 : -ENOMEM;

	dma_free_coherent(h->dev, 64, q, b);
	dma_free_coherent(h->dev, 64, p, a);
	return ret;
}

static int adma_or_sdma_ok(struct host *h, void *buf)
{
	dma_addr_t addr = dma_map_single(h->dev, buf, 64, DMA_TO_DEVICE);

	if (dma_mapping_error(h->dev, addr)) {
		h->flags &= ~1;
	} else {
		h->table_addr = addr;
		h->flags |= 1;
	}
	return 0;
}

static int half_done_bad(struct host *h)
{
	dma_addr_t a, b;
	void *p = dma_alloc_coherent(h->dev, 64, &a, GFP_KERNEL);
	void *q;

	if (!p)
		return -ENOMEM;
	q = dma_alloc_coherent(h->dev, 64, &b, GFP_KERNEL);
	if (!q)
		return -ENOMEM; // dma/coherent-leak-on-error-path: `p`
	dma_free_coherent(h->dev, 64, q, b);
	dma_free_coherent(h->dev, 64, p, a);
	return 0;
}
