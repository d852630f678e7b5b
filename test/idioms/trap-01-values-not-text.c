/* Sizes, counts, devices and handles are compared as values: the same one may be written in many ways. */
struct chip { struct platform_device *pdev; struct device *dev; u32 ring_size; };
#define RING_ENTRIES 64
#define RING_BYTES (RING_ENTRIES * sizeof(u32))

static int size_ok(struct chip *c)
{
	dma_addr_t addr;
	void *p = dma_alloc_coherent(&c->pdev->dev, RING_BYTES, &addr, GFP_KERNEL);

	if (!p)
		return -ENOMEM;
	dma_free_coherent(&c->pdev->dev, 256, p, addr);
	return 0;
}

static int sum_ok(struct chip *c, void *buf, u32 head, u32 body)
{
	u32 len = head + body;
	dma_addr_t addr = dma_map_single(c->dev, buf, len + 4, DMA_TO_DEVICE);

	if (dma_mapping_error(c->dev, addr))
		return -ENOMEM;
	dma_unmap_single(c->dev, addr, body + 2 * 2 + head, DMA_TO_DEVICE);
	return 0;
}

static int sum_bad(struct chip *c, void *buf, u32 head, u32 body)
{
	u32 len = head + body;
	dma_addr_t addr = dma_map_single(c->dev, buf, len + 4, DMA_TO_DEVICE);

	if (dma_mapping_error(c->dev, addr))
		return -ENOMEM;
	dma_unmap_single(c->dev, addr, body + head, DMA_TO_DEVICE); // dma/unmap-size-mismatch: 4
	return 0;
}

static int device_by_another_name_ok(struct chip *c, void *buf)
{
	struct device *dev = &c->pdev->dev;
	dma_addr_t addr = dma_map_single(dev, buf, 64, DMA_TO_DEVICE);

	if (dma_mapping_error(c->dev, addr))
		return -ENOMEM;
	dma_unmap_single(c->dev, addr, 64, 1);
	return 0;
}

static int handle_by_another_name_ok(struct chip *c, void *buf)
{
	dma_addr_t addr = dma_map_single(c->dev, buf, 64, DMA_TO_DEVICE);
	u64 same = (u64)addr + 32;

	if (dma_mapping_error(c->dev, addr))
		return -ENOMEM;
	dma_unmap_single(c->dev, (dma_addr_t)(same - 32), 64, DMA_TO_DEVICE);
	return 0;
}

static int handle_by_another_name_bad(struct chip *c, void *buf)
{
	dma_addr_t addr = dma_map_single(c->dev, buf, 64, DMA_TO_DEVICE);
	u64 same = (u64)addr + 32;

	if (dma_mapping_error(c->dev, addr))
		return -ENOMEM;
	dma_unmap_single(c->dev, (dma_addr_t)(same - 32), 64, DMA_FROM_DEVICE); // dma/unmap-direction-mismatch: DMA_FROM_DEVICE
	return 0;
}
