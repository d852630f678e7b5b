static int parse_bad(struct device *dev, void __iomem *regs, size_t len)
{
	void *buf = kmalloc(len, GFP_KERNEL);
	dma_addr_t addr;

	if (!buf)
		return -ENOMEM;
	addr = dma_map_single(dev, buf, len, DMA_FROM_DEVICE);
	if (dma_mapping_error(dev, addr)) {
		kfree(buf);
		return -ENOMEM;
	}
	writel(lower_32_bits(addr), regs);
	kfree(buf); // dma/buffer-freed-while-mapped: `kfree` frees `buf`, which is still mapped
	dma_unmap_single(dev, addr, len, DMA_FROM_DEVICE);
	return 0;
}

struct slot {
	void *cpu;
	dma_addr_t dma;
	size_t len;
};

static void complete_bad(struct device *dev, struct slot *s)
{
	kfree(s->cpu);
	dma_unmap_single(dev, s->dma, s->len, DMA_TO_DEVICE); // dma/buffer-freed-while-mapped: `dma_unmap_single` unmaps `s->dma` after `s->cpu` was freed
}

static void complete_ok(struct device *dev, struct slot *s)
{
	dma_unmap_single(dev, s->dma, s->len, DMA_TO_DEVICE);
	kfree(s->cpu);
}

/* An exit that forgets the unmap; what it returns does not matter. */
static int error_exit_bad(struct device *dev, void __iomem *regs, size_t len)
{
	void *buf = kzalloc(len, GFP_KERNEL);
	dma_addr_t addr;
	int ret = 0;

	if (!buf)
		return 0;
	addr = dma_map_single(dev, buf, len, DMA_TO_DEVICE);
	if (dma_mapping_error(dev, addr))
		goto free;
	ret = program(regs, 1);
	if (ret)
		goto free;
	writel(lower_32_bits(addr), regs);
	dma_unmap_single(dev, addr, len, DMA_TO_DEVICE);
free:
	kfree(buf); // dma/buffer-freed-while-mapped: `kfree` frees `buf`, which is still mapped
	return 0;
}

static int another_buffer_ok(struct device *dev, void *buf, size_t len)
{
	void *copy = kmemdup(buf, len, GFP_KERNEL);
	dma_addr_t addr;

	if (!copy)
		return -ENOMEM;
	addr = dma_map_single(dev, buf, len, DMA_TO_DEVICE);
	kfree(copy);
	if (dma_mapping_error(dev, addr))
		return -ENOMEM;
	dma_unmap_single(dev, addr, len, DMA_TO_DEVICE);
	return 0;
}

struct host {
	struct device *dev;
	void *bounce;
	dma_addr_t addr;
};

static void unmap_bounce(void *data)
{
	struct host *h = data;

	dma_unmap_single(h->dev, h->addr, 512, DMA_BIDIRECTIONAL);
}

/* The call that failed has run the action, so the buffer is unmapped. */
static void bounce_ok(struct host *h)
{
	h->bounce = devm_kmalloc(h->dev, 512, GFP_KERNEL);
	if (!h->bounce)
		return;
	h->addr = dma_map_single(h->dev, h->bounce, 512, DMA_BIDIRECTIONAL);
	if (dma_mapping_error(h->dev, h->addr)) {
		devm_kfree(h->dev, h->bounce);
		return;
	}
	if (devm_add_action_or_reset(h->dev, unmap_bounce, h))
		devm_kfree(h->dev, h->bounce);
}
