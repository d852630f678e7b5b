/* Parameters first, one ordered write last; with dmaengine the start is issue_pending, not submit. */
struct port { struct device *dev; void __iomem *regs; struct dma_chan *chan; u8 *buf; dma_addr_t addr; };

static int relaxed_then_start_ok(struct port *p, u32 *buf)
{
	p->addr = dma_map_single(p->dev, buf, 64, DMA_TO_DEVICE);
	if (dma_mapping_error(p->dev, p->addr))
		return -ENOMEM;
	writel_relaxed(lower_32_bits(p->addr), p->regs);
	writel_relaxed(64, p->regs + 4);
	writel(1, p->regs + 8);
	return 0;
}

static int sync_after_submit_ok(struct port *p)
{
	struct dma_async_tx_descriptor *tx;

	tx = dmaengine_prep_slave_single(p->chan, p->addr, 64, DMA_MEM_TO_DEV, 0);
	if (!tx)
		return -EBUSY;
	dmaengine_submit(tx);
	dma_sync_single_for_device(p->dev, p->addr, 64, DMA_TO_DEVICE);
	dma_async_issue_pending(p->chan);
	return 0;
}

static int started_unchecked_bad(struct port *p, u32 *buf)
{
	p->addr = dma_map_single(p->dev, buf, 64, DMA_TO_DEVICE); // dma/missing-mapping-error-check: is used unchecked
	writel_relaxed(lower_32_bits(p->addr), p->regs);
	writel(1, p->regs + 8);
	return 0;
}

static int written_after_start_bad(struct port *p, u32 *buf)
{
	dma_addr_t addr = dma_map_single(p->dev, buf, 64, DMA_TO_DEVICE);

	if (dma_mapping_error(p->dev, addr))
		return -ENOMEM;
	buf[0] = 1; // dma/cpu-write-device-owned: while it belongs to the device
	writel(lower_32_bits(addr), p->regs);
	dma_unmap_single(p->dev, addr, 64, DMA_TO_DEVICE);
	return 0;
}
