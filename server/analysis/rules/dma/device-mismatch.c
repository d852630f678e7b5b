struct chip {
	struct device *dev;
	struct dma_chan *chan;
};

static int send_bad(struct chip *c, void *buf, size_t len)
{
	struct device *dma_dev = c->chan->device->dev;
	dma_addr_t addr = dma_map_single(dma_dev, buf, len, DMA_TO_DEVICE);

	if (dma_mapping_error(dma_dev, addr))
		return -ENOMEM;
	dma_unmap_single(c->dev, addr, len, DMA_TO_DEVICE); // dma/device-mismatch: is given `c->dev`, but `addr` was mapped for `c->chan->device->dev`
	return 0;
}


static int send_ok(struct chip *c, void *buf, size_t len)
{
	struct device *dma_dev = c->chan->device->dev;
	dma_addr_t addr = dma_map_single(dma_dev, buf, len, DMA_TO_DEVICE);

	if (dma_mapping_error(dma_dev, addr))
		return -ENOMEM;
	dma_unmap_single(dma_dev, addr, len, DMA_TO_DEVICE);
	return 0;
}

static int sync_bad(struct chip *c, void *buf, size_t len)
{
	struct device *dma_dev = c->chan->device->dev;
	dma_addr_t addr = dma_map_single(dma_dev, buf, len, DMA_FROM_DEVICE);

	if (dma_mapping_error(dma_dev, addr))
		return -ENOMEM;
	dma_sync_single_for_cpu(c->dev, addr, len, DMA_FROM_DEVICE); // dma/device-mismatch: `dma_sync_single_for_cpu` is given `c->dev`
	dma_unmap_single(dma_dev, addr, len, DMA_FROM_DEVICE);
	return 0;
}

struct twice {
	struct device *dev;
	struct platform_device *pdev;
};

/* Two names of one device. */
static int two_names_ok(struct twice *t, void *buf, size_t len)
{
	dma_addr_t addr = dma_map_single(&t->pdev->dev, buf, len, DMA_TO_DEVICE);

	if (dma_mapping_error(t->dev, addr))
		return -ENOMEM;
	dma_unmap_single(t->dev, addr, len, DMA_TO_DEVICE);
	return 0;
}

struct card {
	struct pci_dev *pdev;
	struct net_device *netdev;
	struct device *dev;
	void *ring;
	dma_addr_t ring_addr;
	dma_addr_t frame_addr;
};

static int card_open_ok(struct card *c, void *frame)
{
	c->dev = &c->pdev->dev;
	c->ring = dma_alloc_coherent(&c->pdev->dev, 4096, &c->ring_addr, GFP_KERNEL);
	if (!c->ring)
		return -ENOMEM;
	c->frame_addr = dma_map_single(c->dev, frame, 64, DMA_TO_DEVICE);
	return dma_mapping_error(c->dev, c->frame_addr) ? -ENOMEM : 0;
}

/* The device of the network interface has no DMA of its own. */
static void card_close_bad(struct card *c)
{
	dma_unmap_single(&c->pdev->dev, c->frame_addr, 64, DMA_TO_DEVICE);
	dma_free_coherent(&c->netdev->dev, 4096, c->ring, c->ring_addr); // dma/device-mismatch: `dma_free_coherent` is given `&c->netdev->dev`, but `c->ring` was allocated for `&c->pdev->dev`
}

static void card_drop_ok(struct card *c)
{
	dma_free_coherent(c->dev, 4096, c->ring, c->ring_addr);
}

struct variant {
	int p2;
};

struct channels {
	struct variant *variant;
	struct dma_chan *rx;
	struct dma_chan *tx;
	int flag;
};

/* The channel was chosen by a branch; whichever it is, its device is asked for again. */
static int chosen_ok(struct channels *c, struct mmc_data *data)
{
	struct dma_slave_config conf = {};
	struct dma_chan *chan;
	struct dma_device *engine;
	unsigned long flags = 0;
	int segments;

	if (data->flags & MMC_DATA_READ)
		chan = c->rx;
	else
		chan = c->tx;
	if (c->variant->p2 && !is_power_of_2(data->blksz))
		return -EINVAL;
	engine = chan->device;
	segments = dma_map_sg(engine->dev, data->sg, data->sg_len, mmc_get_dma_dir(data));
	if (segments == 0)
		return -EINVAL;
	if (c->flag)
		flags |= DMA_PREP_INTERRUPT;
	dmaengine_slave_config(chan, &conf);
	if (!dmaengine_prep_slave_sg(chan, data->sg, segments, conf.direction, flags)) {
		dma_unmap_sg(engine->dev, data->sg, data->sg_len, mmc_get_dma_dir(data));
		return -ENOMEM;
	}
	return 0;
}
