struct chip {
	struct device *dev;
	void __iomem *regs;
	dma_addr_t addr;
	u32 *buf;
};

static int read_before_unmap_bad(struct chip *c, u32 *buf)
{
	dma_addr_t addr = dma_map_single(c->dev, buf, 64, DMA_FROM_DEVICE);
	u32 first;

	if (dma_mapping_error(c->dev, addr))
		return -ENOMEM;
	writel(lower_32_bits(addr), c->regs);
	first = buf[0]; // dma/missing-sync-for-cpu: while it still belongs to the device, assuming that the register write starts the device
	dma_unmap_single(c->dev, addr, 64, DMA_FROM_DEVICE);
	return first;
}

static int wrong_half_bad(struct chip *c, u32 *buf)
{
	dma_addr_t addr = dma_map_single(c->dev, buf, 64, DMA_BIDIRECTIONAL);
	u32 first;

	if (dma_mapping_error(c->dev, addr))
		return -ENOMEM;
	writel(lower_32_bits(addr), c->regs);
	dma_sync_single_for_device(c->dev, addr, 64, DMA_BIDIRECTIONAL);
	first = buf[0]; // dma/missing-sync-for-cpu: while it still belongs to the device
	dma_unmap_single(c->dev, addr, 64, DMA_BIDIRECTIONAL);
	return first;
}

static int copied_out_bad(struct chip *c, void *buf, void *to)
{
	dma_addr_t addr = dma_map_single(c->dev, buf, 64, DMA_FROM_DEVICE);

	if (dma_mapping_error(c->dev, addr))
		return -ENOMEM;
	writel(lower_32_bits(addr), c->regs);
	memcpy(to, buf, 64); // dma/missing-sync-for-cpu: while it still belongs to the device
	dma_unmap_single(c->dev, addr, 64, DMA_FROM_DEVICE);
	return 0;
}

static int sync_too_late_bad(struct chip *c)
{
	u32 first;

	c->addr = dma_map_single(c->dev, c->buf, 64, DMA_FROM_DEVICE);
	if (dma_mapping_error(c->dev, c->addr))
		return -ENOMEM;
	writel(lower_32_bits(c->addr), c->regs);
	first = c->buf[1]; // dma/missing-sync-for-cpu: while it still belongs to the device
	dma_sync_single_for_cpu(c->dev, c->addr, 64, DMA_FROM_DEVICE);
	return first;
}

/* An unmap ends the entry whatever its attributes are: another rule looks at them. */
static int unmapped_without_sync_bad(struct chip *c, u32 *buf)
{
	dma_addr_t addr = dma_map_single(c->dev, buf, 64, DMA_FROM_DEVICE);

	if (dma_mapping_error(c->dev, addr))
		return -ENOMEM;
	writel(lower_32_bits(addr), c->regs);
	dma_unmap_single_attrs(c->dev, addr, 64, DMA_FROM_DEVICE, DMA_ATTR_SKIP_CPU_SYNC); // dma/skip-sync-unbalanced: skips the sync for the CPU
	return buf[0];
}

static int unmapped_first_ok(struct chip *c, u32 *buf)
{
	dma_addr_t addr = dma_map_single(c->dev, buf, 64, DMA_FROM_DEVICE);

	if (dma_mapping_error(c->dev, addr))
		return -ENOMEM;
	writel(lower_32_bits(addr), c->regs);
	dma_unmap_single(c->dev, addr, 64, DMA_FROM_DEVICE);
	return buf[0];
}

static int synced_ok(struct chip *c, u32 *buf)
{
	u32 first;

	c->addr = dma_map_single(c->dev, buf, 64, DMA_FROM_DEVICE);
	if (dma_mapping_error(c->dev, c->addr))
		return -ENOMEM;
	writel(lower_32_bits(c->addr), c->regs);
	dma_sync_single_for_cpu(c->dev, c->addr, 64, DMA_FROM_DEVICE);
	first = buf[0];
	return first;
}

/* The device only reads here. */
static int to_device_ok(struct chip *c, u32 *buf)
{
	dma_addr_t addr = dma_map_single(c->dev, buf, 64, DMA_TO_DEVICE);
	u32 first;

	if (dma_mapping_error(c->dev, addr))
		return -ENOMEM;
	writel(lower_32_bits(addr), c->regs);
	first = buf[0];
	dma_unmap_single(c->dev, addr, 64, DMA_TO_DEVICE);
	return first;
}

static int coherent_ok(struct chip *c)
{
	dma_addr_t addr;
	u32 *ring = dma_alloc_coherent(c->dev, 4096, &addr, GFP_KERNEL);
	u32 first;

	if (!ring)
		return -ENOMEM;
	writel(lower_32_bits(addr), c->regs);
	first = ring[0];
	dma_free_coherent(c->dev, 4096, ring, addr);
	return first;
}

static int other_buffer_ok(struct chip *c, u32 *buf, u32 *other)
{
	dma_addr_t addr = dma_map_single(c->dev, buf, 64, DMA_FROM_DEVICE);
	u32 first;

	if (dma_mapping_error(c->dev, addr))
		return -ENOMEM;
	writel(lower_32_bits(addr), c->regs);
	first = other[0];
	dma_unmap_single(c->dev, addr, 64, DMA_FROM_DEVICE);
	return first;
}

struct slot {
	struct device *dev;
	struct descriptor { u32 status; } *desc;
	dma_addr_t dma;
	u8 *data;
	dma_addr_t data_dma;
	u8 *copy;
	dma_addr_t copy_dma;
};

static int slot_submit(struct slot *s, struct descriptor *desc)
{
	dma_addr_t dma = dma_map_single(s->dev, desc, 4, DMA_BIDIRECTIONAL);

	if (dma_mapping_error(s->dev, dma))
		return -ENOMEM;
	s->dma = dma;
	s->desc = desc;
	return 0;
}

static u32 slot_status_bad(struct slot *s)
{
	return s->desc->status; // dma/missing-sync-for-cpu: the CPU reads behind `desc` before it unmaps `dma`
}

static int slot_done_ok(struct slot *s)
{
	if (!slot_status_bad(s))
		return -EIO;
	dma_unmap_single(s->dev, s->dma, 4, DMA_BIDIRECTIONAL);
	return 0;
}

static int data_submit(struct slot *s)
{
	s->data_dma = dma_map_single(s->dev, s->data, 64, DMA_FROM_DEVICE);
	if (dma_mapping_error(s->dev, s->data_dma))
		return -ENOMEM;
	s->copy_dma = dma_map_single(s->dev, s->copy, 64, DMA_FROM_DEVICE);
	if (!dma_mapping_error(s->dev, s->copy_dma))
		return 0;
	dma_unmap_single(s->dev, s->data_dma, 64, DMA_FROM_DEVICE);
	return -ENOMEM;
}

static void data_done_bad(struct slot *s, u8 *to)
{
	memcpy(to, s->data, 64); // dma/missing-sync-for-cpu: before it unmaps `data_dma`
	dma_unmap_single(s->dev, s->data_dma, 64, DMA_FROM_DEVICE);
}

static int data_done_ok(struct slot *s)
{
	dma_unmap_single(s->dev, s->data_dma, 64, DMA_FROM_DEVICE);
	return s->data[0];
}

static int copy_done_ok(struct slot *s)
{
	int first;

	dma_sync_single_for_cpu(s->dev, s->copy_dma, 64, DMA_FROM_DEVICE);
	first = s->copy[0];
	dma_unmap_single(s->dev, s->copy_dma, 64, DMA_FROM_DEVICE);
	return first;
}

struct lane {
	struct device *dev;
	u8 *in;
	dma_addr_t in_dma;
	u8 *out;
	dma_addr_t out_dma;
	struct scatterlist *to;
};

static int lane_init(struct lane *l)
{
	l->in_dma = dma_map_single(l->dev, l->in, 4096, DMA_TO_DEVICE);
	if (dma_mapping_error(l->dev, l->in_dma))
		return -ENOMEM;
	l->out_dma = dma_map_single(l->dev, l->out, 4096, DMA_FROM_DEVICE);
	if (!dma_mapping_error(l->dev, l->out_dma))
		return 0;
	dma_unmap_single(l->dev, l->in_dma, 4096, DMA_TO_DEVICE);
	return -ENOMEM;
}

static size_t lane_copy(struct scatterlist *to, u8 *from, size_t len)
{
	return sg_copy_from_buffer(to, 1, from, len);
}

static size_t lane_done_bad(struct lane *l, size_t len)
{
	dma_sync_single_for_device(l->dev, l->out_dma, len, DMA_FROM_DEVICE); // dma/missing-sync-for-cpu: `dma_sync_single_for_device` gives `out` to the device, just before the CPU reads it
	return lane_copy(l->to, l->out, len);
}

struct descriptor_tail {
	struct device *dev;
	dma_addr_t tail_dma;
	int len;
	struct scatterlist *to;
	u8 tail[];
};

static int tail_init(struct descriptor_tail *d)
{
	d->tail_dma = dma_map_single(d->dev, &d->tail[0], d->len, DMA_BIDIRECTIONAL);
	return dma_mapping_error(d->dev, d->tail_dma);
}

/* The memory lies behind the handle in the same object. */
static void tail_done_bad(struct descriptor_tail *d, int at, size_t len)
{
	dma_sync_single_for_device(d->dev, d->tail_dma + at, len, DMA_FROM_DEVICE); // dma/missing-sync-for-cpu: `dma_sync_single_for_device` gives `tail` to the device, just before the CPU reads it
	sg_pcopy_from_buffer(d->to, 1, d->tail + at, len, at);
}

/* The device may go on: nobody reads. */
static void tail_again_ok(struct descriptor_tail *d, size_t len)
{
	dma_sync_single_for_device(d->dev, d->tail_dma, len, DMA_FROM_DEVICE);
	dma_async_issue_pending(NULL);
}

/* What the CPU wrote goes to the device this way. */
static size_t lane_start_ok(struct lane *l, size_t len)
{
	size_t copied = sg_copy_to_buffer(l->to, 1, l->in, len);

	dma_sync_single_for_device(l->dev, l->in_dma, len, DMA_TO_DEVICE);
	return lane_copy(l->to, l->in, copied);
}

/* The device gets the whole page back before the next transfer, and nobody reads. */
static void lane_again_ok(struct lane *l, size_t len)
{
	dma_sync_single_for_device(l->dev, l->out_dma, len, DMA_FROM_DEVICE);
	dmaengine_terminate_sync(NULL);
}

struct shared { struct device *dev; struct sg_table *table; };

static struct sg_table *shared_table(struct device *dev, enum dma_data_direction dir)
{
	struct sg_table *table = kzalloc(sizeof(*table), GFP_KERNEL);

	if (table && dma_map_sgtable(dev, table, dir, 0)) {
		kfree(table);
		return NULL;
	}
	return table;
}

/* Only an access that is not the first one is synced. */
static int shared_begin_bad(struct dma_buf *buf, enum dma_data_direction dir)
{
	struct shared *s = buf->priv;

	if (s->table)
		dma_sync_sgtable_for_cpu(s->dev, s->table, dir);
	else
		s->table = shared_table(s->dev, dir); // dma/missing-sync-for-cpu: `shared_table` maps the memory that the CPU is about to access
	return s->table ? 0 : -ENOMEM;
}

static int shared_end_ok(struct dma_buf *buf, enum dma_data_direction dir)
{
	struct shared *s = buf->priv;

	dma_sync_sgtable_for_device(s->dev, s->table, dir);
	return 0;
}

static const struct dma_buf_ops shared_ops = {
	.begin_cpu_access = shared_begin_bad,
	.end_cpu_access = shared_end_ok,
};

static int lent_begin_ok(struct dma_buf *buf, enum dma_data_direction dir)
{
	struct shared *s = buf->priv;

	if (!s->table)
		s->table = shared_table(s->dev, dir);
	if (!s->table)
		return -ENOMEM;
	dma_sync_sgtable_for_cpu(s->dev, s->table, dir);
	return 0;
}

static const struct dma_buf_ops lent_ops = { .begin_cpu_access = lent_begin_ok };

static int swapped_begin_bad(struct dma_buf *buf, enum dma_data_direction dir)
{
	struct shared *s = buf->priv;

	dma_sync_sgtable_for_device(s->dev, s->table, dir); // dma/missing-sync-for-cpu: gives the memory to the device where the CPU begins to access it
	return 0;
}

static const struct dma_buf_ops swapped_ops = { .begin_cpu_access = swapped_begin_bad };
