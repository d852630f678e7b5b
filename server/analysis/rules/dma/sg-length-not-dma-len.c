struct descriptor { __le64 addr; __le32 len; };
struct host { void *buffer; u32 left; struct scatterlist *sg; };

static int fill_bad(struct device *dev, struct descriptor *d, struct scatterlist *list, int n)
{
	struct scatterlist *sg;
	int i, count = dma_map_sg(dev, list, n, DMA_TO_DEVICE);

	if (!count)
		return -ENOMEM;
	for_each_sg(list, sg, count, i) {
		d[i].addr = cpu_to_le64(sg_dma_address(sg));
		d[i].len = cpu_to_le32(sg->length); // dma/sg-length-not-dma-len: `sg->length` goes with a DMA address
	}
	dma_unmap_sg(dev, list, n, DMA_TO_DEVICE);
	return 0;
}

static void programmed_io_bad(struct host *h)
{
	h->left = sg_dma_len(h->sg); // dma/sg-length-not-dma-len: `sg_dma_len` goes with a CPU address
	h->buffer = sg_virt(h->sg);
}

static u32 total_ok(struct scatterlist *list, int n)
{
	struct scatterlist *sg;
	u32 total = 0;
	int i;

	for_each_sg(list, sg, n, i)
		total += sg->length;
	return total;
}

static void both_ok(struct host *h, struct descriptor *d)
{
	d->addr = cpu_to_le64(sg_dma_address(h->sg));
	d->len = cpu_to_le32(sg_dma_len(h->sg));
	h->buffer = sg_virt(h->sg);
	h->left = h->sg->length;
}

static void registers_bad(void __iomem *regs, struct scatterlist *sg)
{
	writel(sg_dma_address(sg), regs);
	writel(sg->length, regs + 4); // dma/sg-length-not-dma-len: `sg->length` goes with a DMA address
}

static void registers_ok(void __iomem *regs, struct scatterlist *sg)
{
	writel(sg_dma_address(sg), regs);
	writel(sg_dma_len(sg), regs + 4);
}
