struct chip {
	struct device *dev;
	struct dma_chan *chan;
};

static int send_bad(struct chip *c, void *buf, size_t len)
{
	struct dma_async_tx_descriptor *tx;
	dma_addr_t addr = dma_map_single(c->dev, buf, len, DMA_TO_DEVICE); // dma/wrong-device: `dma_map_single` is given `c->dev`, but a DMA engine does the transfer

	if (dma_mapping_error(c->dev, addr))
		return -ENOMEM;
	tx = dmaengine_prep_slave_single(c->chan, addr, len, DMA_MEM_TO_DEV, 0);
	if (!tx) {
		dma_unmap_single(c->dev, addr, len, DMA_TO_DEVICE);
		return -EIO;
	}
	tx->callback_param = (void *)addr;
	dmaengine_submit(tx);
	dma_async_issue_pending(c->chan);
	return 0;
}

static int send_ok(struct chip *c, void *buf, size_t len)
{
	struct device *dev = c->chan->device->dev;
	struct dma_async_tx_descriptor *tx;
	dma_addr_t addr = dma_map_single(dev, buf, len, DMA_TO_DEVICE);

	if (dma_mapping_error(dev, addr))
		return -ENOMEM;
	tx = dmaengine_prep_slave_single(c->chan, addr, len, DMA_MEM_TO_DEV, 0);
	if (!tx) {
		dma_unmap_single(dev, addr, len, DMA_TO_DEVICE);
		return -EIO;
	}
	tx->callback_param = (void *)addr;
	dmaengine_submit(tx);
	dma_async_issue_pending(c->chan);
	return 0;
}

/* The list is mapped when a request comes, and given to the engine when its turn is. */
struct port {
	struct device *dev;
	struct device *engine;
	struct dma_chan *rx;
	struct scatterlist list;
	struct scatterlist other;
};

static int port_probe(struct platform_device *pdev)
{
	struct port *p = devm_kzalloc(&pdev->dev, sizeof(*p), GFP_KERNEL);
	struct device *dev = &pdev->dev;

	if (!p)
		return -ENOMEM;
	p->dev = dev;
	p->rx = dma_request_chan(dev, "rx");
	if (IS_ERR(p->rx))
		return PTR_ERR(p->rx);
	p->engine = dmaengine_get_dma_device(p->rx);
	return dma_set_mask(dev, DMA_BIT_MASK(32));
}

static int port_map_bad(struct port *p)
{
	if (dma_map_sg(p->dev, &p->list, 1, DMA_FROM_DEVICE) != 1) // dma/wrong-device: `dma_map_sg` is given `p->dev`, but a DMA engine does the transfer
		return -ENOMEM;
	return 0;
}

static int port_map_ok(struct port *p)
{
	if (dma_map_sg(p->engine, &p->other, 1, DMA_FROM_DEVICE) != 1)
		return -ENOMEM;
	return 0;
}

static int port_start(struct port *p)
{
	struct dma_async_tx_descriptor *first;
	struct dma_async_tx_descriptor *second;

	first = dmaengine_prep_slave_sg(p->rx, &p->list, 1, DMA_DEV_TO_MEM, 0);
	second = dmaengine_prep_slave_sg(p->rx, &p->other, 1, DMA_DEV_TO_MEM, 0);
	if (!first || !second)
		return -EIO;
	dmaengine_submit(first);
	dmaengine_submit(second);
	dma_async_issue_pending(p->rx);
	return 0;
}

/* Mapped for registers of the chip itself, which has an engine besides. */
static dma_addr_t own_master_ok(struct port *p, void *buf)
{
	return dma_map_single(p->dev, buf, 64, DMA_TO_DEVICE);
}

struct nic {
	struct net_device *netdev;
	struct platform_device *pdev;
	void *ring;
	dma_addr_t ring_addr;
	dma_addr_t frame;
};

static int nic_open_bad(struct nic *n)
{
	n->ring = dma_alloc_coherent(&n->netdev->dev, 4096, &n->ring_addr, GFP_KERNEL); // dma/wrong-device: `dma_alloc_coherent` is given `&n->netdev->dev`, the device of a `struct net_device`, which does no DMA
	return n->ring ? 0 : -ENOMEM;
}

/* It has to be the device it was allocated for, wrong as that is. */
static void nic_close_ok(struct nic *n)
{
	dma_free_coherent(&n->netdev->dev, 4096, n->ring, n->ring_addr);
}

static int nic_send_ok(struct nic *n, void *frame)
{
	n->frame = dma_map_single(n->netdev->dev.parent, frame, 64, DMA_TO_DEVICE);
	return dma_mapping_error(n->netdev->dev.parent, n->frame) ? -ENOMEM : 0;
}

/* Through a variable and a helper. */
static int fill(struct device *dev, void *buf, dma_addr_t *addr)
{
	*addr = dma_map_single(dev, buf, 64, DMA_TO_DEVICE); // dma/wrong-device: is given `dev`, the device of a `struct spi_controller`
	return dma_mapping_error(dev, *addr) ? -ENOMEM : 0;
}

static int controller_send(struct spi_controller *ctlr, void *buf, dma_addr_t *addr)
{
	return fill(&ctlr->dev, buf, addr);
}

/* The module gives the device what the bus would have given it. */
static int card_probe_ok(struct mmc_card *card, void *buf, dma_addr_t *addr)
{
	int ret = dma_coerce_mask_and_coherent(&card->dev, DMA_BIT_MASK(32));

	if (ret)
		return ret;
	*addr = dma_map_single(&card->dev, buf, 64, DMA_TO_DEVICE);
	return dma_mapping_error(&card->dev, *addr) ? -ENOMEM : 0;
}

static int iface_probe_ok(struct usb_interface *intf, void *buf, dma_addr_t *addr)
{
	intf->dev.dma_mask = intf->dev.parent->dma_mask;
	*addr = dma_map_single(&intf->dev, buf, 64, DMA_TO_DEVICE);
	return dma_mapping_error(&intf->dev, *addr) ? -ENOMEM : 0;
}

static void *node_bad(struct class *class, dev_t number, dma_addr_t *addr)
{
	struct device *node = device_create(class, NULL, number, NULL, "node");

	if (IS_ERR(node))
		return NULL;
	return dma_alloc_coherent(node, 4096, addr, GFP_KERNEL); // dma/wrong-device: is given `node`, made by `device_create`, which does no DMA
}
