/* The head is mapped first; each round tests the newest handle at its top and maps the next part at its bottom. */
struct ring { struct device *dev; dma_addr_t addr[16]; u32 len[16]; void __iomem *regs; };

static int send_parts_ok(struct ring *r, struct sk_buff *skb, skb_frag_t *frag, int parts)
{
	u32 len = skb_headlen(skb);
	dma_addr_t addr = dma_map_single(r->dev, skb->data, len, DMA_TO_DEVICE);
	int i = 0;

	for (;;) {
		if (dma_mapping_error(r->dev, addr))
			goto unwind;
		r->addr[i] = addr;
		r->len[i] = len;
		writel(lower_32_bits(addr), r->regs);
		if (++i > parts)
			return 0;
		len = skb_frag_size(frag);
		addr = skb_frag_dma_map(r->dev, frag, 0, len, DMA_TO_DEVICE);
		frag++;
	}
unwind:
	while (i--)
		dma_unmap_page(r->dev, r->addr[i], r->len[i], DMA_TO_DEVICE);
	return -ENOMEM;
}

static int send_parts_bad(struct ring *r, struct sk_buff *skb, skb_frag_t *frag, int parts)
{
	u32 len = skb_headlen(skb);
	dma_addr_t addr = dma_map_single(r->dev, skb->data, len, DMA_TO_DEVICE);
	int i = 0;

	if (dma_mapping_error(r->dev, addr))
		return -ENOMEM;
	for (;;) {
		r->addr[i] = addr;
		r->len[i] = len;
		writel(lower_32_bits(addr), r->regs);
		if (++i > parts)
			return 0;
		len = skb_frag_size(frag);
		addr = skb_frag_dma_map(r->dev, frag, 0, len, DMA_TO_DEVICE); // dma/missing-mapping-error-check: is used unchecked
		frag++;
	}
}
