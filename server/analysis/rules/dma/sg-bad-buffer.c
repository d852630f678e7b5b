static const u8 zeros[16];

static int mapped_bad(struct device *dev)
{
	struct scatterlist sg;
	u8 buf[64];

	sg_init_one(&sg, buf, sizeof(buf)); // dma/sg-bad-buffer: `sg_init_one` is given `buf`, which is on the stack
	if (!dma_map_sg(dev, &sg, 1, DMA_TO_DEVICE))
		return -ENOMEM;
	dma_unmap_sg(dev, &sg, 1, DMA_TO_DEVICE);
	return 0;
}

static int second_entry_bad(struct scatterlist *list, void *first)
{
	u8 tag[16];

	sg_init_table(list, 2);
	sg_set_buf(&list[0], first, 64);
	sg_set_buf(&list[1], tag, sizeof(tag)); // dma/sg-bad-buffer: `tag`, which is on the stack
	return 0;
}

static int vmalloc_bad(struct scatterlist *sg, size_t len)
{
	void *image = vmalloc(len);

	if (!image)
		return -ENOMEM;
	sg_init_one(sg, image, len); // dma/sg-bad-buffer: has pages all over the memory
	return 0;
}

static int static_bad(struct scatterlist *sg)
{
	sg_init_one(sg, zeros, sizeof(zeros)); // dma/sg-bad-buffer: `zeros`, which is part of the module
	return 0;
}

static int page_by_page_ok(struct scatterlist *sg, void *image)
{
	sg_set_page(sg, vmalloc_to_page(image), PAGE_SIZE, 0);
	return 0;
}

static int heap_ok(struct scatterlist *sg, void *buf)
{
	sg_init_one(sg, buf, 64);
	return 0;
}

/* What `data` is, a header says: a pointer, as it happens. */
static int behind_pointer_ok(struct scatterlist *sg, int at)
{
	struct message message;

	fill(&message);
	sg_init_one(sg, &message.data[at], 16);
	return 0;
}
