/* Pushed when mapped, popped when done; a tag says how it was mapped. */
struct entry { dma_addr_t addr; u32 len; bool is_page; };
struct queue { struct device *dev; void __iomem *regs; struct entry fifo[64]; unsigned int in, out; };

static void queue_push(struct queue *q, dma_addr_t addr, u32 len, bool is_page)
{
	struct entry *e = &q->fifo[q->in++ % 64];

	e->addr = addr;
	e->len = len;
	e->is_page = is_page;
}

static void queue_pop_ok(struct queue *q)
{
	struct entry *e = &q->fifo[q->out++ % 64];

	if (e->is_page)
		dma_unmap_page(q->dev, e->addr, e->len, DMA_TO_DEVICE);
	else
		dma_unmap_single(q->dev, e->addr, e->len, DMA_TO_DEVICE);
}

static int queue_send_ok(struct queue *q, void *head, struct page *page, u32 len)
{
	dma_addr_t addr = dma_map_single(q->dev, head, 64, DMA_TO_DEVICE);

	if (dma_mapping_error(q->dev, addr))
		return -ENOMEM;
	queue_push(q, addr, 64, false);
	addr = dma_map_page(q->dev, page, 0, len, DMA_TO_DEVICE);
	if (dma_mapping_error(q->dev, addr)) {
		queue_pop_ok(q);
		return -ENOMEM;
	}
	queue_push(q, addr, len, true);
	writel(q->in, q->regs);
	return 0;
}

static int queue_send_bad(struct queue *q, void *head)
{
	dma_addr_t addr = dma_map_single(q->dev, head, 64, DMA_TO_DEVICE);

	if (dma_mapping_error(q->dev, addr))
		return -ENOMEM;
	if (q->in - q->out == 64)
		return -EBUSY; // dma/leak-on-error-path: `addr`
	queue_push(q, addr, 64, false);
	writel(q->in, q->regs);
	return 0;
}
