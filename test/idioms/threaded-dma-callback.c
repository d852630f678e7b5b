/* The DMA engines of these machines call back from the thread of their interrupt, which may wait. */
struct host {
	spinlock_t lock;
	struct completion end;
	struct dma_chan *chan;
	struct device *dev;
	dma_addr_t dma;
	dma_addr_t ring_dma;
};

static const struct of_device_id host_of_match[] = {
	{ .compatible = "renesas,vex-r8a7790" },
	{ },
};

static void host_done_ok(void *arg)
{
	struct host *h = arg;

	dma_unmap_single(h->dev, h->dma, 64, DMA_FROM_DEVICE);
	wait_for_completion(&h->end);
}

static void *host_make_bad(struct host *h)
{
	void *mem;

	spin_lock(&h->lock);
	mem = dma_alloc_coherent(h->dev, 64, &h->ring_dma, GFP_KERNEL); // dma/sleep-in-atomic: `dma_alloc_coherent` may sleep with these flags after `spin_lock`
	spin_unlock(&h->lock);
	return mem;
}

static int host_start_ok(struct host *h, struct dma_async_tx_descriptor *desc, void *data)
{
	h->dma = dma_map_single(h->dev, data, 64, DMA_FROM_DEVICE);
	if (dma_mapping_error(h->dev, h->dma))
		return -ENOMEM;
	desc->callback = host_done_ok;
	desc->callback_param = h;
	dmaengine_submit(desc);
	dma_async_issue_pending(h->chan);
	return 0;
}
