/* A member of a member without a name is a member. */
struct engine {
	struct device *dev;
	struct {
		struct {
			dma_addr_t addr;
			u32 len;
		};
		void *buf;
	} tx;
	struct {
		dma_addr_t rx_addr;
	};
};

static int own_ok(struct engine *e)
{
	e->tx.len = 64;
	e->tx.addr = dma_map_single(e->dev, e->tx.buf, e->tx.len, DMA_TO_DEVICE);
	if (dma_mapping_error(e->dev, e->tx.addr))
		return -ENOMEM;
	e->rx_addr = dma_map_single(e->dev, e->tx.buf + 64, 64, DMA_FROM_DEVICE);
	if (dma_mapping_error(e->dev, e->rx_addr)) {
		dma_unmap_single(e->dev, e->tx.addr, 64, DMA_TO_DEVICE);
		return -ENOMEM;
	}
	dma_unmap_single(e->dev, e->rx_addr, 64, DMA_FROM_DEVICE);
	dma_unmap_single(e->dev, e->tx.addr, e->tx.len, DMA_TO_DEVICE);
	return 0;
}

static int own_bad(struct engine *e)
{
	e->tx.len = 64;
	e->tx.addr = dma_map_single(e->dev, e->tx.buf, e->tx.len, DMA_TO_DEVICE);
	if (dma_mapping_error(e->dev, e->tx.addr))
		return -ENOMEM;
	dma_unmap_single(e->dev, e->tx.addr, e->tx.len / 2, DMA_TO_DEVICE); // dma/unmap-size-mismatch: 32
	return 0;
}
