static int loop_bad(struct device *dev, struct scatterlist *list, int n, u64 *addrs)
{
	struct scatterlist *sg;
	int i, count = dma_map_sg(dev, list, n, DMA_TO_DEVICE);

	if (!count)
		return -ENOMEM;
	for_each_sg(list, sg, n, i)
		addrs[i] = sg_dma_address(sg); // dma/sg-iterate-wrong-count: goes on to `n`
	dma_unmap_sg(dev, list, n, DMA_TO_DEVICE);
	return 0;
}

static struct dma_async_tx_descriptor *engine_bad(struct dma_chan *chan, struct scatterlist *list, int n)
{
	int count = dma_map_sg(chan->device->dma_dev, list, n, DMA_TO_DEVICE);

	if (!count)
		return NULL;
	return dmaengine_prep_slave_sg(chan, list, n, DMA_MEM_TO_DEV, 0); // dma/sg-iterate-wrong-count: `dmaengine_prep_slave_sg` goes on to `n`
}

static struct dma_async_tx_descriptor *mapped_ok(struct dma_chan *chan, struct scatterlist *list, int n)
{
	int count = dma_map_sg(chan->device->dma_dev, list, n, DMA_TO_DEVICE);

	if (!count)
		return NULL;
	return dmaengine_prep_slave_sg(chan, list, count, DMA_MEM_TO_DEV, 0);
}

static struct dma_async_tx_descriptor *refused_ok(struct dma_chan *chan, struct scatterlist *list, int n)
{
	int count = dma_map_sg(chan->device->dma_dev, list, n, DMA_TO_DEVICE);

	if (!count)
		return NULL;
	if (count < n) {
		dma_unmap_sg(chan->device->dma_dev, list, n, DMA_TO_DEVICE);
		return NULL;
	}
	return dmaengine_prep_slave_sg(chan, list, n, DMA_MEM_TO_DEV, 0);
}

static u32 head_bad(struct scatterlist *list, int count, u64 *addrs)
{
	struct scatterlist *sg;
	u32 len = 0;
	int i;

	for_each_sg(list, sg, count, i) {
		addrs[i] = sg_dma_address(sg);
		len += sg_dma_len(list); // dma/sg-iterate-wrong-count: `sg_dma_len` of `list` is that of the first entry in every round; `sg` is the current one
	}
	return len;
}

struct ecc {
	struct device *dma_dev;
	struct dma_chan *chan;
	struct dma_chan *ecc_chan;
	struct sg_table data;
	struct sg_table codes;
	int steps;
};

/* The list of the codes was not mapped: its addresses were put there by hand, one for every step. */
static int codes_ok(struct ecc *e)
{
	int mapped = dma_map_sg(e->dma_dev, e->data.sgl, e->steps, DMA_FROM_DEVICE);

	if (!mapped)
		return -EIO;
	if (!dmaengine_prep_slave_sg(e->chan, e->data.sgl, mapped, DMA_DEV_TO_MEM, 0) ||
	    !dmaengine_prep_slave_sg(e->ecc_chan, e->codes.sgl, e->steps, DMA_DEV_TO_MEM, 0)) {
		dma_unmap_sg(e->dma_dev, e->data.sgl, e->steps, DMA_FROM_DEVICE);
		return -EIO;
	}
	return 0;
}

/* To the end of the list: the last entries stand for nothing where some were merged. */
static int until_end_bad(struct device *dev, struct scatterlist *list, int n, u64 *addrs)
{
	struct scatterlist *sg;
	int i = 0, count = dma_map_sg(dev, list, n, DMA_TO_DEVICE);

	if (!count)
		return -ENOMEM;
	for (sg = list; sg; sg = sg_next(sg))
		addrs[i++] = sg_dma_address(sg); // dma/sg-iterate-wrong-count: `sg_dma_address` goes on to `NULL`
	dma_unmap_sg(dev, list, n, DMA_TO_DEVICE);
	return 0;
}

static int until_mapped_ok(struct device *dev, struct scatterlist *list, int n, u64 *addrs)
{
	struct scatterlist *sg;
	int i = 0, count = dma_map_sg(dev, list, n, DMA_TO_DEVICE);

	if (!count)
		return -ENOMEM;
	for (sg = list; sg; sg = sg_next(sg)) {
		addrs[i++] = sg_dma_address(sg);
		if (i == count)
			break;
	}
	dma_unmap_sg(dev, list, n, DMA_TO_DEVICE);
	return 0;
}

static int until_copied_ok(struct device *dev, struct scatterlist *list, int n, u32 left, u64 *addrs)
{
	struct scatterlist *sg = list;
	int i = 0, count = dma_map_sg(dev, list, n, DMA_TO_DEVICE);

	if (!count)
		return -ENOMEM;
	while (sg) {
		addrs[i++] = sg_dma_address(sg);
		left -= sg_dma_len(sg);
		if (!left)
			break;
		sg = sg_next(sg);
	}
	dma_unmap_sg(dev, list, n, DMA_TO_DEVICE);
	return 0;
}

/* What came out is kept, and forgotten by the function that goes through the list. */
struct unit {
	struct dma_chan *chan;
	struct scatterlist *sgl;
	int entries;
	int segments;
	struct scatterlist *at;
	struct ib_mr *mr;
	u64 addrs[16];
};

static int unit_map(struct unit *u)
{
	u->segments = dma_map_sg(dmaengine_get_dma_device(u->chan), u->sgl, u->entries, DMA_TO_DEVICE);
	return u->segments ? 0 : -ENOMEM;
}

static void unit_fill_bad(struct unit *u)
{
	struct scatterlist *sg;
	int i;

	for_each_sg(u->sgl, sg, u->entries, i)
		u->addrs[i] = sg_dma_address(sg); // dma/sg-iterate-wrong-count: goes on to `u.entries`
}

static void unit_fill_ok(struct unit *u)
{
	struct scatterlist *sg;
	int i;

	for_each_sg(u->sgl, sg, u->segments, i)
		u->addrs[i] = sg_dma_address(sg);
}

static void unit_count_ok(struct unit *u)
{
	struct scatterlist *sg;
	int i;

	for_each_sg(u->sgl, sg, u->entries, i)
		u->addrs[i] = sg->length;
}

static struct dma_async_tx_descriptor *unit_start_bad(struct unit *u)
{
	return dmaengine_prep_slave_sg(u->chan, u->sgl, u->entries, DMA_MEM_TO_DEV, 0); // dma/sg-iterate-wrong-count: goes on to `u.entries`
}

static struct dma_async_tx_descriptor *unit_start_ok(struct unit *u)
{
	return dmaengine_prep_slave_sg(u->chan, u->sgl, u->segments, DMA_MEM_TO_DEV, 0);
}

static int unit_register_bad(struct unit *u, int count)
{
	int done = ib_map_mr_sg(u->mr, u->sgl, count, NULL, 4096);

	if (done < u->entries) // dma/sg-iterate-wrong-count: what `ib_map_mr_sg` did is compared with `u.entries`
		return -EINVAL;
	return done;
}

static int unit_register_ok(struct unit *u, int count)
{
	int done = ib_map_mr_sg(u->mr, u->sgl, count, NULL, 4096);

	if (done != count)
		return done < 0 ? done : -EINVAL;
	return done;
}

static void unit_begin(struct unit *u)
{
	u->at = u->sgl;
}

static void unit_interrupt_bad(struct unit *u)
{
	u->at = sg_next(u->sgl); // dma/sg-iterate-wrong-count: `sg_next` of `unit.sgl` is the second entry in every round; `unit.at` is the current one
	u->addrs[0] = sg_dma_address(u->at);
}

/* One who may refuse what is merged goes by either number. */
struct single {
	struct device *dev;
	struct scatterlist *sgl, *at;
	int entries, segments;
	u64 addrs[16];
};

static int single_map(struct single *s)
{
	s->segments = dma_map_sg(s->dev, s->sgl, s->entries, DMA_TO_DEVICE);
	return s->segments == s->entries ? 0 : -EINVAL;
}

static void single_fill_ok(struct single *s)
{
	struct scatterlist *sg;
	int i;

	for_each_sg(s->sgl, sg, s->entries, i)
		s->addrs[i] = sg_dma_address(sg);
}

static void single_begin(struct single *s)
{
	s->at = s->sgl;
}

static void single_interrupt_ok(struct single *s)
{
	s->at = sg_next(s->at);
	s->addrs[0] = sg_dma_address(s->at);
}

static void step_by_hand_bad(struct scatterlist *list, int count, u64 *addrs)
{
	struct scatterlist *sg = list;

	while (count--) {
		*addrs++ = sg_dma_address(sg);
		sg = sg_next(list); // dma/sg-iterate-wrong-count: `sg_next` of `list` is the second entry in every round; `sg` is the current one
	}
}

static void head_by_hand_bad(struct scatterlist *list, int count, u64 *addrs)
{
	struct scatterlist *sg = list;

	while (count--) {
		*addrs++ = sg_dma_address(list); // dma/sg-iterate-wrong-count: `sg_dma_address` of `list` is that of the first entry in every round; `sg` is the current one
		sg = sg_next(sg);
	}
}

/* The second entry once, and another list in each round. */
static void seconds_ok(struct unit *units, int count, u64 *addrs)
{
	struct scatterlist *sg;
	int i;

	for (i = 0; i < count; i++) {
		sg = units[i].sgl;
		*addrs++ = sg_dma_address(sg);
		sg = sg_next(units[i].sgl);
		*addrs++ = sg_dma_address(sg);
	}
}
