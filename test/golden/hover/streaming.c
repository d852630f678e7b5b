/* A mapping from its birth to its release. */
static int receive(struct device *dev, void __iomem *regs, size_t len)
{
	u8 *buf = kmalloc(len, GFP_KERNEL);
	dma_addr_t $0h;
	u8 first;

	if (!buf)
		return -ENOMEM;
	$0h = dma_map_$0single(dev, $0buf, len, DMA_FROM_DEVICE);
	if (dma_mapping_error(dev, $0h)) {
		kfree(buf);
		return -ENOMEM;
	}
	writel($0h, regs);
	dma_sync_single_for_cpu(dev, h, len, DMA_FROM_DEVICE);
	first = buf[0];
	dma_sync_single_for_device(dev, $0h, len, DMA_FROM_DEVICE);
	dma_unmap_$0single(dev, $0h, len, DMA_FROM_DEVICE);
	kfree(buf);
	return first$0;
}
