/* Where the API does not apply, the bus sees physical addresses. */
struct queue { struct device *dev; bool use_dma_api; };

static dma_addr_t queue_map_ok(struct queue *q, struct scatterlist *sg)
{
	if (!q->use_dma_api)
		return (dma_addr_t)sg_phys(sg);
	return dma_map_page(q->dev, sg_page(sg), sg->offset, sg->length, DMA_TO_DEVICE);
}

static int queue_error_ok(struct queue *q, dma_addr_t addr)
{
	return q->use_dma_api ? dma_mapping_error(q->dev, addr) : 0;
}

static int queue_add_ok(struct queue *q, struct scatterlist *sg, __le64 *desc)
{
	dma_addr_t addr = queue_map_ok(q, sg);

	if (queue_error_ok(q, addr))
		return -ENOMEM;
	*desc = cpu_to_le64(addr);
	return 0;
}

static void only_physical_bad(struct queue *q, void *buf)
{
	dma_sync_single_for_device(q->dev, virt_to_phys(buf), 64, DMA_TO_DEVICE); // dma/phys-as-dma: `virt_to_phys`
}
