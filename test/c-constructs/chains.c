struct node { struct node *next; struct node kid[2]; int len; };

/* Pointers that a loop makes of themselves, and of each other. */
static int walk(struct device *dev, struct node *node, void *buf, int count)
{
	struct node *left = node, *right = node;
	dma_addr_t addr = dma_map_single(dev, buf, 64, DMA_TO_DEVICE);
	int i;

	if (dma_mapping_error(dev, addr))
		return -EIO;
	for (i = 0; i < count; i++) {
		node = &node->kid[1];
		node->len = i;
		left = &right->kid[0];
		right = &left->kid[1];
		left->len = right->len = i;
	}
	dma_unmap_single(dev, addr, 32, DMA_TO_DEVICE); // dma/unmap-size-mismatch: unmaps 32 bytes, but 64 were mapped
	return 0;
}

/* Objects of one loop, which of them a variable has is joined again and again, and kept. */
static int keep(struct device *dev, struct node *list, int count, void __iomem *regs)
{
	struct node *one = NULL, *other = NULL;
	dma_addr_t addr = dma_map_single(dev, list, 64, DMA_TO_DEVICE);
	int i;

	if (dma_mapping_error(dev, addr))
		return -EIO;
	for (i = 0; i < count; i++) {
		struct node *made = kzalloc(sizeof(*made), GFP_KERNEL);

		if (!made)
			break;
		if (readl(regs))
			one = other;
		else if (readl(regs + 4))
			other = one;
		else if (readl(regs + 8))
			one = made;
		else
			other = made;
		if (readl(regs + 12))
			swap(one, other);
		list->next = one;
		list->kid[0].next = other;
	}
	dma_unmap_single(dev, addr, 32, DMA_TO_DEVICE); // dma/unmap-size-mismatch: unmaps 32 bytes, but 64 were mapped
	return 0;
}
