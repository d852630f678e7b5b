/* Open comes before the interrupt and close after the last one, and what one of them leaves the other finds. */
struct port { struct device *dev; void __iomem *regs; void *buf; dma_addr_t addr; int irq; struct work_struct work; };

static irqreturn_t port_irq_ok(int irq, void *data)
{
	struct port *p = data;

	dma_sync_single_for_cpu(p->dev, p->addr, 64, DMA_FROM_DEVICE);
	return IRQ_WAKE_THREAD;
}

static irqreturn_t port_thread_ok(int irq, void *data)
{
	struct port *p = data;

	dma_sync_single_for_device(p->dev, p->addr, 64, DMA_FROM_DEVICE);
	return IRQ_HANDLED;
}

static void port_work_ok(struct work_struct *work)
{
	struct port *p = container_of(work, struct port, work);

	dma_sync_single_for_device(p->dev, p->addr, 64, DMA_FROM_DEVICE);
}

static int port_open_ok(struct port *p)
{
	int ret;

	p->addr = dma_map_single(p->dev, p->buf, 64, DMA_FROM_DEVICE);
	if (dma_mapping_error(p->dev, p->addr))
		return -ENOMEM;
	INIT_WORK(&p->work, port_work_ok);
	ret = request_threaded_irq(p->irq, port_irq_ok, port_thread_ok, 0, "port", p);
	if (ret)
		dma_unmap_single(p->dev, p->addr, 64, DMA_FROM_DEVICE);
	return ret;
}

static void port_close_ok(struct port *p)
{
	free_irq(p->irq, p);
	cancel_work_sync(&p->work);
	dma_unmap_single(p->dev, p->addr, 64, DMA_FROM_DEVICE);
}

static int port_open_bad(struct port *p)
{
	int ret;

	p->addr = dma_map_single(p->dev, p->buf, 64, DMA_FROM_DEVICE);
	if (dma_mapping_error(p->dev, p->addr))
		return -ENOMEM;
	ret = request_irq(p->irq, port_irq_ok, 0, "port", p);
	if (ret) {
		dma_unmap_single(p->dev, p->addr, 64, DMA_TO_DEVICE); // dma/unmap-direction-mismatch: DMA_TO_DEVICE
		return ret;
	}
	return 0;
}
