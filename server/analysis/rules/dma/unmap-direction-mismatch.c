struct job {
	dma_addr_t addr;
	enum dma_data_direction dir;
};

static int other_way_bad(struct device *dev, void *buf, size_t len)
{
	dma_addr_t addr = dma_map_single(dev, buf, len, DMA_FROM_DEVICE);

	if (dma_mapping_error(dev, addr))
		return -ENOMEM;
	dma_unmap_single(dev, addr, len, DMA_TO_DEVICE); // dma/unmap-direction-mismatch: unmaps with `DMA_TO_DEVICE` what was mapped with `DMA_FROM_DEVICE`
	return 0;
}

static int list_bad(struct device *dev, struct scatterlist *sgl, int n)
{
	if (!dma_map_sg(dev, sgl, n, DMA_BIDIRECTIONAL))
		return -ENOMEM;
	dma_unmap_sg(dev, sgl, n, DMA_FROM_DEVICE); // dma/unmap-direction-mismatch: unmaps with `DMA_FROM_DEVICE` what was mapped with `DMA_BIDIRECTIONAL`
	return 0;
}

static int table_bad(struct device *dev, struct sg_table *sgt)
{
	int ret = dma_map_sgtable(dev, sgt, DMA_TO_DEVICE, 0);

	if (ret)
		return ret;
	dma_unmap_sgtable(dev, sgt, DMA_FROM_DEVICE, 0); // dma/unmap-direction-mismatch: unmaps with `DMA_FROM_DEVICE` what was mapped with `DMA_TO_DEVICE`
	return 0;
}

static int swapped_arms_bad(struct device *dev, void *buf, size_t len, bool is_read)
{
	dma_addr_t addr = dma_map_single(dev, buf, len, is_read ? DMA_FROM_DEVICE : DMA_TO_DEVICE);

	if (dma_mapping_error(dev, addr))
		return -ENOMEM;
	dma_unmap_single(dev, addr, len, is_read ? DMA_TO_DEVICE : DMA_FROM_DEVICE); // dma/unmap-direction-mismatch: what was mapped with
	return 0;
}

static int noncoherent_bad(struct device *dev, size_t len)
{
	dma_addr_t addr;
	void *p = dma_alloc_noncoherent(dev, len, &addr, DMA_FROM_DEVICE, GFP_KERNEL);

	if (!p)
		return -ENOMEM;
	dma_free_noncoherent(dev, len, p, addr, DMA_TO_DEVICE); // dma/unmap-direction-mismatch: frees with `DMA_TO_DEVICE` what was allocated with `DMA_FROM_DEVICE`
	return 0;
}

static int same_condition_ok(struct device *dev, void *buf, size_t len, bool is_read)
{
	dma_addr_t addr = dma_map_single(dev, buf, len, is_read ? DMA_FROM_DEVICE : DMA_TO_DEVICE);

	if (dma_mapping_error(dev, addr))
		return -ENOMEM;
	dma_unmap_single(dev, addr, len, is_read ? DMA_FROM_DEVICE : DMA_TO_DEVICE);
	return 0;
}

static int stored_ok(struct device *dev, struct job *job, void *buf, size_t len)
{
	job->addr = dma_map_single(dev, buf, len, job->dir);
	if (dma_mapping_error(dev, job->addr))
		return -ENOMEM;
	dma_unmap_single(dev, job->addr, len, job->dir);
	return 0;
}

static enum dma_data_direction job_direction(const struct job *job)
{
	return job->dir;
}

static int helper_ok(struct device *dev, struct job *job, void *buf, size_t len)
{
	job->addr = dma_map_single(dev, buf, len, job_direction(job));
	if (dma_mapping_error(dev, job->addr))
		return -ENOMEM;
	dma_unmap_single(dev, job->addr, len, job_direction(job));
	return 0;
}

/* The wrong enumeration with the right number: DMA_MEM_TO_DEV is 1, as DMA_TO_DEVICE is. */
static int transfer_enum_bad(struct device *dev, void *buf, size_t len)
{
	dma_addr_t addr = dma_map_single(dev, buf, len, DMA_TO_DEVICE);

	if (dma_mapping_error(dev, addr))
		return -ENOMEM;
	dma_unmap_single(dev, addr, len, DMA_MEM_TO_DEV); // dma/enum-confusion: `DMA_MEM_TO_DEV`
	return 0;
}

struct queue {
	dma_addr_t addr;
	bool is_tx;
};

static void free_queue(struct device *dev, struct queue *q)
{
	enum dma_data_direction dir;

	if (q->is_tx)
		dir = DMA_TO_DEVICE;
	else
		dir = DMA_FROM_DEVICE;
	dma_unmap_single(dev, q->addr, 64, dir);
}

/* The queue that is filled here is one that transmits, and it says so itself. */
static int fill_queue_ok(struct device *dev, struct queue *q, void *buf)
{
	q->addr = dma_map_single(dev, buf, 64, DMA_TO_DEVICE);
	if (dma_mapping_error(dev, q->addr))
		return -ENOMEM;
	free_queue(dev, q);
	return 0;
}

struct slot {
	dma_addr_t rx;
	dma_addr_t tx;
};

static int fill_slot_ok(struct device *dev, struct slot *s, void *buf)
{
	s->rx = dma_map_single(dev, buf, 64, DMA_FROM_DEVICE);
	return dma_mapping_error(dev, s->rx) ? -ENOMEM : 0;
}

/* Every mapping this file puts there has the other direction. */
static void empty_slot_bad(struct device *dev, struct slot *s)
{
	dma_unmap_single(dev, s->rx, 64, DMA_TO_DEVICE); // dma/unmap-direction-mismatch: unmaps with `DMA_TO_DEVICE` what was mapped with `DMA_FROM_DEVICE`
}

/* What another function puts there nobody knows. */
static void empty_tx_ok(struct device *dev, struct slot *s)
{
	take_address(&s->tx);
	dma_unmap_single(dev, s->tx, 64, DMA_TO_DEVICE);
}

struct table {
	enum dma_data_direction direction;
	dma_addr_t addr;
};

/* Every mapping of the table is made and released for both directions, whatever the caller asked for. */
static struct table *make_table_bad(enum dma_data_direction direction) // dma/unmap-direction-mismatch: `direction` is not kept: `direction` of `struct table`
{
	return kzalloc(sizeof(struct table), GFP_KERNEL);
}

static int fill_table_ok(struct device *dev, struct table *t, void *buf)
{
	t->addr = dma_map_single(dev, buf, 64, t->direction);
	return dma_mapping_error(dev, t->addr) ? -ENOMEM : 0;
}

static void empty_table_ok(struct device *dev, struct table *t)
{
	dma_unmap_single(dev, t->addr, 64, t->direction);
}

struct kept_table {
	enum dma_data_direction way;
	dma_addr_t addr;
};

/* Outside of what calls the API, and still the one that says it. */
static struct kept_table *make_kept_ok(enum dma_data_direction direction)
{
	struct kept_table *t = kzalloc(sizeof(*t), GFP_KERNEL);

	if (t)
		t->way = direction;
	return t;
}

/* Which of the two tables it is makes no difference to this one. */
static struct kept_table *copy_kept_ok(struct kept_table *t, enum dma_data_direction unused)
{
	return t;
}

static void empty_kept_ok(struct device *dev, struct kept_table *t)
{
	dma_unmap_single(dev, t->addr, 64, t->way);
}

struct data_op {
	struct scatterlist *list;
	int count;
};

struct atomic_op {
	struct scatterlist *list;
	int mapped;
};

struct work_item {
	int opcode;
	void *op;
};

static int send_data_ok(struct device *dev, struct data_op *op)
{
	op->count = dma_map_sg(dev, op->list, 4, DMA_TO_DEVICE);
	return op->count ? 0 : -ENOMEM;
}

/* Which of the two it is the opcode says: two structs by one pointer. */
static void end_work_ok(struct device *dev, struct work_item *item)
{
	struct atomic_op *atomic;
	struct data_op *data;

	if (item->opcode == 1) {
		data = item->op;
		dma_unmap_sg(dev, data->list, 4, DMA_TO_DEVICE);
	} else {
		atomic = item->op;
		dma_unmap_sg(dev, atomic->list, 4, DMA_FROM_DEVICE);
	}
}

struct exported {
	struct device *dev;
	struct sg_table *table, *other;
	enum dma_data_direction dir;
};

static struct sg_table *exported_table(struct device *dev, enum dma_data_direction dir)
{
	struct sg_table *table = kzalloc(sizeof(*table), GFP_KERNEL);
	int ret;

	if (!table)
		return ERR_PTR(-ENOMEM);
	ret = dma_map_sgtable(dev, table, dir, 0);
	if (ret < 0) {
		kfree(table);
		return ERR_PTR(ret);
	}
	return table;
}

/* Whatever direction somebody asks for. */
static int exported_begin(struct dma_buf *buf, enum dma_data_direction dir)
{
	struct exported *e = buf->priv;

	if (!e->table) {
		e->table = exported_table(e->dev, dir);
		if (IS_ERR(e->table)) {
			e->table = NULL;
			return -ENOMEM;
		}
	}
	if (!e->other) {
		e->other = exported_table(e->dev, dir);
		if (IS_ERR(e->other)) {
			e->other = NULL;
			return -ENOMEM;
		}
		e->dir = dir;
	}
	dma_sync_sgtable_for_cpu(e->dev, e->table, dir);
	dma_sync_sgtable_for_cpu(e->dev, e->other, dir);
	return 0;
}

static void exported_release(struct dma_buf *buf)
{
	struct exported *e = buf->priv;

	if (e->table)
		dma_unmap_sgtable(e->dev, e->table, DMA_BIDIRECTIONAL, 0); // dma/unmap-direction-mismatch: unmaps with `DMA_BIDIRECTIONAL` what was mapped with `dir`
	if (e->other)
		dma_unmap_sgtable(e->dev, e->other, e->dir, 0);
}

static const struct dma_buf_ops exported_ops = {
	.begin_cpu_access = exported_begin,
	.release = exported_release,
};
