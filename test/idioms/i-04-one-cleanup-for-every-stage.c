/* Every stage may fail; one function releases whatever is there. */
struct chip {
	struct device *dev;
	void *tx, *rx;
	dma_addr_t tx_addr, rx_addr;
};

static void chip_free_ok(struct chip *c)
{
	if (c->rx)
		dma_free_coherent(c->dev, 4096, c->rx, c->rx_addr);
	c->rx = NULL;
	if (c->tx)
		dma_free_coherent(c->dev, 4096, c->tx, c->tx_addr);
	c->tx = NULL;
}

static int chip_alloc_ok(struct chip *c)
{
	c->tx = dma_alloc_coherent(c->dev, 4096, &c->tx_addr, GFP_KERNEL);
	if (!c->tx)
		goto fail;
	c->rx = dma_alloc_coherent(c->dev, 4096, &c->rx_addr, GFP_KERNEL);
	if (!c->rx)
		goto fail;
	return 0;
fail:
	chip_free_ok(c);
	return -ENOMEM;
}

static int chip_alloc_without_cleanup_ok(struct chip *c)
{
	c->tx = dma_alloc_coherent(c->dev, 4096, &c->tx_addr, GFP_KERNEL);
	if (!c->tx)
		return -ENOMEM;
	c->rx = dma_alloc_coherent(c->dev, 4096, &c->rx_addr, GFP_KERNEL);
	return c->rx ? 0 : -ENOMEM;
}

static int chip_open_ok(struct chip *c)
{
	int ret = chip_alloc_without_cleanup_ok(c);

	if (ret)
		chip_free_ok(c);
	return ret;
}

static int chip_alloc_bad(struct chip *c)
{
	void *scratch;
	dma_addr_t scratch_addr;

	scratch = dma_alloc_coherent(c->dev, 64, &scratch_addr, GFP_KERNEL);
	if (!scratch)
		return -ENOMEM;
	c->rx = dma_alloc_coherent(c->dev, 4096, &c->rx_addr, GFP_KERNEL);
	if (!c->rx) {
		chip_free_ok(c);
		return -ENOMEM; // dma/coherent-leak-on-error-path: `scratch`
	}
	dma_free_coherent(c->dev, 64, scratch, scratch_addr);
	return 0;
}

static int chip_free_twice_bad(struct chip *c)
{
	c->tx = dma_alloc_coherent(c->dev, 4096, &c->tx_addr, GFP_KERNEL);
	if (!c->tx)
		return -ENOMEM;
	dma_free_coherent(c->dev, 4096, c->tx, c->tx_addr);
	if (c->tx)
		dma_free_coherent(c->dev, 4096, c->tx, c->tx_addr); // dma/double-free: `c->tx` is freed a second time
	return 0;
}
