/* Whoever finds the handle later owns it. */
struct request { struct list_head node; dma_addr_t addr; u32 len; struct sk_buff *skb; };
struct queue { struct device *dev; struct list_head pending; struct request *slot[8]; unsigned int head; void __iomem *regs; };

static int into_list_ok(struct queue *q, void *buf, u32 len)
{
	struct request *r = kzalloc(sizeof(*r), GFP_ATOMIC);

	if (!r)
		return -ENOMEM;
	r->addr = dma_map_single(q->dev, buf, len, DMA_TO_DEVICE);
	if (dma_mapping_error(q->dev, r->addr)) {
		kfree(r);
		return -ENOMEM;
	}
	list_add_tail(&r->node, &q->pending);
	return readl(q->regs) ? 0 : -EBUSY;
}

static int into_array_ok(struct queue *q, void *buf, u32 len)
{
	struct request *r = kzalloc(sizeof(*r), GFP_ATOMIC);

	if (!r)
		return -ENOMEM;
	r->addr = dma_map_single(q->dev, buf, len, DMA_TO_DEVICE);
	if (dma_mapping_error(q->dev, r->addr)) {
		kfree(r);
		return -ENOMEM;
	}
	q->slot[q->head++ % 8] = r;
	return readl(q->regs) ? 0 : -EBUSY;
}

static int to_unknown_ok(struct queue *q, void *buf, u32 len)
{
	dma_addr_t addr = dma_map_single(q->dev, buf, len, DMA_TO_DEVICE);

	if (dma_mapping_error(q->dev, addr))
		return -ENOMEM;
	if (queue_descriptor(q, addr, len))
		return -EBUSY;
	return 0;
}

static int into_control_block_ok(struct queue *q, struct sk_buff *skb)
{
	struct request *r = (struct request *)skb->cb;

	r->addr = dma_map_single(q->dev, skb->data, skb->len, DMA_TO_DEVICE);
	if (dma_mapping_error(q->dev, r->addr))
		return -ENOMEM;
	return readl(q->regs) ? 0 : -EBUSY;
}

static int before_list_bad(struct queue *q, void *buf, u32 len)
{
	struct request *r = kzalloc(sizeof(*r), GFP_ATOMIC);

	if (!r)
		return -ENOMEM;
	r->addr = dma_map_single(q->dev, buf, len, DMA_TO_DEVICE);
	if (dma_mapping_error(q->dev, r->addr)) {
		kfree(r);
		return -ENOMEM;
	}
	if (readl(q->regs)) {
		kfree(r);
		return -EBUSY; // dma/leak-on-error-path: stays mapped
	}
	list_add_tail(&r->node, &q->pending);
	return 0;
}

/* The address is in the page, whatever the array of pages is a part of. */
struct iso { struct page_table *table; int count, mapped; };

static int iso_map_ok(struct iso *iso, struct device *dev)
{
	dma_addr_t addr;
	int i;

	for (i = 0; i < iso->count; i++) {
		addr = dma_map_page(dev, iso->table->pages[i], 0, PAGE_SIZE, DMA_TO_DEVICE);
		if (dma_mapping_error(dev, addr))
			break;
		set_page_private(iso->table->pages[i], addr);
	}
	iso->mapped = i;
	return i < iso->count ? -ENOMEM : 0;
}
