/* One label for all failures: the mapping is there on some of the paths only. */
static int send(struct device *dev, struct sk_buff *skb, void __iomem *regs)
{
	dma_addr_t addr;
	int ret = -EBUSY;

	addr = dma_map_single(dev, skb->data, skb->len, DMA_TO_DEVICE);
	if (dma_mapping_error(dev, addr))
		goto report;
	if (readl(regs))
		goto report;
	writel(addr, regs);
	return 0;
report:
	pr_err("no room for %pad\n", &addr, $0addr);
	return ret;
}
