struct slot {
	void __iomem *regs;
	struct mmc_data *data;
	struct mmc_request *mrq;
	struct scatterlist *cur;
	struct scatterlist *own;
	unsigned int left, at;
	u32 *buf;
};

static void swap_all_bad(struct slot *s, struct mmc_request *mrq)
{
	struct scatterlist *sg;
	int i;

	for_each_sg(mrq->data->sg, sg, mrq->data->sg_len, i)
		swap_words(sg_virt(sg), sg->length); // dma/sg-virt-highmem: `sg_virt` has no address for a page of high memory, and `mmc_data.sg` may have
}

static void swap_all_ok(struct slot *s, struct mmc_request *mrq)
{
	struct sg_mapping_iter it;

	sg_miter_start(&it, mrq->data->sg, mrq->data->sg_len, SG_MITER_ATOMIC | SG_MITER_TO_SG | SG_MITER_FROM_SG);
	while (sg_miter_next(&it))
		swap_words(it.addr, it.length);
	sg_miter_stop(&it);
}

/* The current entry is kept, and gone on from in another function. */
static void prepare(struct slot *s, struct mmc_data *data)
{
	s->data = data;
	s->cur = data->sg;
	s->left = data->sg_len;
}

static void interrupt_bad(struct slot *s)
{
	u32 *words = sg_virt(s->cur); // dma/sg-virt-highmem: `sg_virt`

	writesl(s->regs, words, s->cur->length / 4);
	s->cur = --s->left ? sg_next(s->cur) : NULL;
}

static void by_number_bad(struct slot *s)
{
	struct scatterlist *sg = s->mrq->data->sg + s->at;

	s->buf = page_address(sg_page(sg)) + sg->offset; // dma/sg-virt-highmem: `page_address`
}

/* The request's own pointer is moved on. */
static void step_bad(struct slot *s)
{
	s->buf = sg_virt(++s->data->sg); // dma/sg-virt-highmem: `sg_virt`
}

static void push(struct slot *s, struct scatterlist *sg)
{
	writesl(s->regs, sg_virt(sg), sg->length / 4); // dma/sg-virt-highmem: `sg_virt`
}

static void push_all(struct slot *s, struct mmc_data *data)
{
	push(s, data->sg);
}

/* What the driver put there by itself has an address. */
static int own_ok(struct slot *s)
{
	void *bounce = kmalloc(4096, GFP_KERNEL);

	if (!bounce)
		return -ENOMEM;
	sg_init_one(s->own, bounce, 4096);
	return 0;
}

static void own_list_ok(struct slot *s)
{
	writesl(s->regs, sg_virt(s->own), 1024);
}

static void given_ok(struct slot *s, struct scatterlist *sg)
{
	writesl(s->regs, sg_virt(sg), 1024);
}

/* A number to look at, no address to use. */
static bool aligned_ok(struct slot *s, struct mmc_data *data)
{
	dev_dbg(s->data, "data at %p\n", sg_virt(data->sg));
	return ((unsigned long)sg_virt(data->sg) & 3) == 0;
}
