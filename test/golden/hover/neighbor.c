// platform: exynos4
/* The buffer is a field, and the device writes its cache lines. */
struct port {
	u32 flags;
	u8 reply[64];
	dma_addr_t addr;
};

static int start(struct device *dev, struct port *port, void __iomem *regs)
{
	port->$0addr = dma_map_single(dev, port->reply, sizeof(port->reply), DMA_FROM_DEVICE);
	if (dma_mapping_error(dev, port->$0addr))
		return -ENOMEM;
	writel(port->$0addr, regs);
	return 0;
}
