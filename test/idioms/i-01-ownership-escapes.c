/* The handle goes into a slot; the interrupt releases it. */
struct slot { dma_addr_t addr; u32 len; };
struct ring { struct device *dev; struct slot slot[16]; unsigned int head, tail; };

static int ring_add_ok(struct ring *r, void *buf, u32 len)
{
	struct slot *s = &r->slot[r->head % 16];

	s->addr = dma_map_single(r->dev, buf, len, DMA_TO_DEVICE);
	if (dma_mapping_error(r->dev, s->addr))
		return -ENOMEM;
	s->len = len;
	r->head++;
	return ring_kick(r) ? 0 : -EIO;
}

static irqreturn_t ring_irq_ok(int irq, void *data)
{
	struct ring *r = data;
	struct slot *s = &r->slot[r->tail++ % 16];

	dma_unmap_single(r->dev, s->addr, s->len, DMA_TO_DEVICE);
	return IRQ_HANDLED;
}

/* Until the store nobody else knows the handle. */
static int ring_full_bad(struct ring *r, void *buf, u32 len)
{
	dma_addr_t addr = dma_map_single(r->dev, buf, len, DMA_TO_DEVICE);

	if (dma_mapping_error(r->dev, addr))
		return -ENOMEM;
	if (r->head - r->tail == 16)
		return -EBUSY; // dma/leak-on-error-path: stays mapped
	r->slot[r->head++ % 16].addr = addr;
	return 0;
}

static void ring_flush_bad(struct ring *r)
{
	struct slot *s = &r->slot[r->tail % 16];

	dma_unmap_single(r->dev, s->addr, s->len, DMA_FROM_DEVICE); // dma/unmap-direction-mismatch: DMA_FROM_DEVICE
}
