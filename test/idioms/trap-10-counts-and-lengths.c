/* Lists of one entry, and lengths of packets. */
struct chip { struct device *dev; struct scatterlist sg; void __iomem *regs; };

static int literal_one_ok(struct chip *c, void *buf)
{
	int count;

	sg_init_one(&c->sg, buf, 64);
	count = dma_map_sg(c->dev, &c->sg, 1, DMA_TO_DEVICE);
	if (!count)
		return -ENOMEM;
	writel(sg_dma_address(&c->sg), c->regs);
	dma_unmap_sg(c->dev, &c->sg, count, DMA_TO_DEVICE);
	return 0;
}

static int merged_ok(struct chip *c, struct scatterlist *sgl, int n)
{
	int count = dma_map_sg(c->dev, sgl, n, DMA_TO_DEVICE);

	if (!count)
		return -ENOMEM;
	if (count != 1) {
		dma_unmap_sg(c->dev, sgl, n, DMA_TO_DEVICE);
		return -EINVAL;
	}
	writel(sg_dma_address(sgl), c->regs);
	return 0;
}

static int merged_bad(struct chip *c, struct scatterlist *sgl, int n)
{
	int count = dma_map_sg(c->dev, sgl, n, DMA_TO_DEVICE);

	if (!count)
		return -ENOMEM;
	if (count > 4) {
		dma_unmap_sg(c->dev, sgl, count, DMA_TO_DEVICE); // dma/unmap-sg-nents: as many entries as
		return -EINVAL;
	}
	writel(sg_dma_address(sgl), c->regs);
	return 0;
}

static int head_and_paged_ok(struct chip *c, struct sk_buff *skb)
{
	dma_addr_t addr = dma_map_single(c->dev, skb->data, skb->len - skb->data_len, DMA_TO_DEVICE);

	if (dma_mapping_error(c->dev, addr))
		return -ENOMEM;
	dma_unmap_single(c->dev, addr, skb_headlen(skb), DMA_TO_DEVICE);
	return 0;
}

static int pulled_ok(struct chip *c, struct sk_buff *skb)
{
	dma_addr_t addr = dma_map_single(c->dev, skb->data, skb->len, DMA_TO_DEVICE);
	u32 len = skb->len;

	if (dma_mapping_error(c->dev, addr))
		return -ENOMEM;
	skb_pull(skb, 2);
	dma_unmap_single(c->dev, addr, len, DMA_TO_DEVICE);
	return 0;
}

static int pulled_bad(struct chip *c, struct sk_buff *skb)
{
	dma_addr_t addr = dma_map_single(c->dev, skb->data, skb->len, DMA_TO_DEVICE);
	u32 len = skb->len;

	if (dma_mapping_error(c->dev, addr))
		return -ENOMEM;
	dma_unmap_single(c->dev, addr, len - 2, DMA_TO_DEVICE); // dma/unmap-size-mismatch: 2
	return 0;
}
