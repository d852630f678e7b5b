/* The macros stand for fields, whatever the configuration makes of them. */
struct buffer {
	struct sk_buff *skb;
	DEFINE_DMA_UNMAP_ADDR(addr);
	DEFINE_DMA_UNMAP_LEN(len);
};

static int buffer_map_ok(struct device *dev, struct buffer *b, void __iomem *regs)
{
	dma_addr_t addr = dma_map_single(dev, b->skb->data, b->skb->len, DMA_TO_DEVICE);

	if (dma_mapping_error(dev, addr))
		return -ENOMEM;
	dma_unmap_addr_set(b, addr, addr);
	dma_unmap_len_set(b, len, b->skb->len);
	writel(lower_32_bits(addr), regs);
	return 0;
}

static void buffer_unmap_ok(struct device *dev, struct buffer *b)
{
	if (dma_unmap_len(b, len))
		dma_unmap_single(dev, dma_unmap_addr(b, addr), dma_unmap_len(b, len), DMA_TO_DEVICE);
	dma_unmap_len_set(b, len, 0);
	if (dma_unmap_len(b, len))
		dma_unmap_single(dev, dma_unmap_addr(b, addr), dma_unmap_len(b, len), DMA_TO_DEVICE);
}

static void buffer_unmap_bad(struct device *dev, struct buffer *b)
{
	if (dma_unmap_len(b, len))
		dma_unmap_single(dev, dma_unmap_addr(b, addr), dma_unmap_len(b, len), DMA_TO_DEVICE);
	if (dma_unmap_len(b, len))
		dma_unmap_single(dev, dma_unmap_addr(b, addr), dma_unmap_len(b, len), DMA_TO_DEVICE); // dma/double-unmap: unmapped a second time
}
