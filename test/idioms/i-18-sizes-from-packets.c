/* A packet's length is the same until something pulls, pushes or trims. */
struct chip { struct device *dev; void __iomem *regs; };

static int head_ok(struct chip *c, struct sk_buff *skb)
{
	dma_addr_t addr = dma_map_single(c->dev, skb->data, skb_headlen(skb), DMA_TO_DEVICE);

	if (dma_mapping_error(c->dev, addr))
		return -ENOMEM;
	writel(lower_32_bits(addr), c->regs);
	dma_unmap_single(c->dev, addr, skb_headlen(skb), DMA_TO_DEVICE);
	return 0;
}

static int whole_buffer_ok(struct chip *c, struct sk_buff *skb)
{
	dma_addr_t addr = dma_map_single(c->dev, skb->data, skb->len + skb_tailroom(skb), DMA_FROM_DEVICE);

	if (dma_mapping_error(c->dev, addr))
		return -ENOMEM;
	writel(lower_32_bits(addr), c->regs);
	dma_unmap_single(c->dev, addr, skb->len + skb_tailroom(skb), DMA_FROM_DEVICE);
	return 0;
}

static int trimmed_ok(struct chip *c, struct sk_buff *skb)
{
	dma_addr_t addr = dma_map_single(c->dev, skb->data, skb->len, DMA_TO_DEVICE);

	if (dma_mapping_error(c->dev, addr))
		return -ENOMEM;
	chip_fix_packet(skb);
	dma_unmap_single(c->dev, addr, skb->len, DMA_TO_DEVICE);
	return 0;
}

static int head_bad(struct chip *c, struct sk_buff *skb)
{
	dma_addr_t addr = dma_map_single(c->dev, skb->data, skb_headlen(skb), DMA_TO_DEVICE);

	if (dma_mapping_error(c->dev, addr))
		return -ENOMEM;
	writel(lower_32_bits(addr), c->regs);
	dma_unmap_single(c->dev, addr, skb_headlen(skb) + 2, DMA_TO_DEVICE); // dma/unmap-size-mismatch: 2
	return 0;
}

static int fragment_ok(struct chip *c, const skb_frag_t *frag)
{
	dma_addr_t addr = skb_frag_dma_map(c->dev, frag, 0, skb_frag_size(frag), DMA_TO_DEVICE);

	if (dma_mapping_error(c->dev, addr))
		return -ENOMEM;
	writel(lower_32_bits(addr), c->regs);
	dma_unmap_page(c->dev, addr, skb_frag_size(frag), DMA_TO_DEVICE);
	return 0;
}

static int fragment_bad(struct chip *c, const skb_frag_t *frag)
{
	dma_addr_t addr = skb_frag_dma_map(c->dev, frag, 0, skb_frag_size(frag), DMA_TO_DEVICE);

	if (dma_mapping_error(c->dev, addr))
		return -ENOMEM;
	writel(lower_32_bits(addr), c->regs);
	dma_unmap_single(c->dev, addr, skb_frag_size(frag), DMA_FROM_DEVICE); // dma/unmap-direction-mismatch: DMA_FROM_DEVICE
	return 0;
}
