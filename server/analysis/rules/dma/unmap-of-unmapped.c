struct chip {
	struct device *dev;
	dma_addr_t tx;
	dma_addr_t rx;
};

static int shared_label_bad(struct chip *c, void *out, void *in, size_t len)
{
	c->tx = dma_map_single(c->dev, out, len, DMA_TO_DEVICE);
	if (dma_mapping_error(c->dev, c->tx))
		return -ENOMEM;
	c->rx = dma_map_single(c->dev, in, len, DMA_FROM_DEVICE);
	if (dma_mapping_error(c->dev, c->rx))
		goto unmap;
	return 0;
unmap:
	dma_unmap_single(c->dev, c->rx, len, DMA_FROM_DEVICE); // dma/unmap-of-unmapped: `dma_unmap_single` releases what the mapping did not give: it failed on this path
	dma_unmap_single(c->dev, c->tx, len, DMA_TO_DEVICE);
	return -ENOMEM;
}

static int too_early_bad(struct device *dev, void *buf, bool ready)
{
	dma_addr_t addr;

	if (!ready)
		goto unmap;
	addr = dma_map_single(dev, buf, 64, DMA_TO_DEVICE);
	if (dma_mapping_error(dev, addr))
		return -ENOMEM;
unmap:
	dma_unmap_single(dev, addr, 64, DMA_TO_DEVICE); // dma/unmap-of-unmapped: `dma_unmap_single` releases `addr`, which was never mapped on this path
	return 0;
}

/* A handle of 0 is an address like any other. */
static int zero_bad(struct device *dev, void *buf, bool ready)
{
	dma_addr_t addr = 0;

	if (ready) {
		addr = dma_map_single(dev, buf, 64, DMA_TO_DEVICE);
		if (dma_mapping_error(dev, addr))
			return -ENOMEM;
	}
	dma_unmap_single(dev, addr, 64, DMA_TO_DEVICE); // dma/unmap-of-unmapped: `addr`, which was never mapped on this path
	return 0;
}

static int pool_block_bad(struct dma_pool *pool)
{
	dma_addr_t addr;
	u32 *desc = dma_pool_alloc(pool, GFP_KERNEL, &addr);

	if (!desc) {
		dma_pool_free(pool, desc, addr); // dma/unmap-of-unmapped: releases what the allocation did not give
		return -ENOMEM;
	}
	dma_pool_free(pool, desc, addr);
	return 0;
}

static int guarded_ok(struct device *dev, void *buf, bool ready)
{
	dma_addr_t addr = 0;

	if (ready) {
		addr = dma_map_single(dev, buf, 64, DMA_TO_DEVICE);
		if (dma_mapping_error(dev, addr))
			return -ENOMEM;
	}
	if (addr)
		dma_unmap_single(dev, addr, 64, DMA_TO_DEVICE);
	return 0;
}

static int if_mapped_ok(struct chip *c, void *buf, size_t len)
{
	int ret = 0;

	c->tx = dma_map_single(c->dev, buf, len, DMA_TO_DEVICE);
	if (dma_mapping_error(c->dev, c->tx))
		ret = -ENOMEM;
	if (!dma_mapping_error(c->dev, c->tx))
		dma_unmap_single(c->dev, c->tx, len, DMA_TO_DEVICE);
	return ret;
}

/* Both releases return at once. */
static int no_operation_ok(struct device *dev, struct scatterlist *sgl, int n)
{
	dma_addr_t addr;
	void *p = dma_alloc_coherent(dev, 4096, &addr, GFP_KERNEL);
	int count = dma_map_sg(dev, sgl, n, DMA_TO_DEVICE);

	dma_free_coherent(dev, 4096, p, addr);
	if (!count)
		dma_unmap_sg(dev, sgl, 0, DMA_TO_DEVICE);
	else
		dma_unmap_sg(dev, sgl, n, DMA_TO_DEVICE);
	return 0;
}

struct request {
	struct device *dev;
	dma_addr_t addr;
	unsigned int mapped;
	void *table;
	dma_addr_t table_addr;
	struct dma_pool *pool;
};

static void finish_request(struct request *req)
{
	if (req->mapped)
		dma_unmap_single(req->dev, req->addr, req->mapped, DMA_TO_DEVICE);
	req->mapped = 0;
}

/* The count is set after the mapping: at this label nothing says that it is not 0. */
static int count_set_later_ok(struct request *req, void *buf, size_t len)
{
	req->addr = dma_map_single(req->dev, buf, len, DMA_TO_DEVICE);
	if (dma_mapping_error(req->dev, req->addr)) {
		finish_request(req);
		return -ENOMEM;
	}
	req->mapped = len;
	return 0;
}

/* What was allocated into a local never got into the field, which is freed. */
static int null_is_freed_ok(struct request *req)
{
	void *table = dma_alloc_coherent(req->dev, 4096, &req->table_addr, GFP_KERNEL);

	if (!table) {
		dma_free_coherent(req->dev, 4096, req->table, req->table_addr);
		return -ENOMEM;
	}
	req->table = table;
	return 0;
}

static int no_pool_destroyed_ok(struct request *req)
{
	req->pool = dma_pool_create("request", req->dev, 64, 64, 0);
	if (!req->pool) {
		dma_pool_destroy(req->pool);
		return -ENOMEM;
	}
	return 0;
}

union slot {
	u64 word;
	struct {
		u32 len;
		u32 addr;
	} part;
};

static void other_member_ok(struct device *dev, u64 *ring)
{
	union slot slot;

	slot.word = ring[0];
	dma_unmap_single(dev, slot.part.addr, 64, DMA_TO_DEVICE);
}

/* A ring that was zeroed when it was allocated may have been filled since. */
static int read_from_ring_ok(struct device *dev, unsigned int at)
{
	u64 *ring = kcalloc(64, sizeof(*ring), GFP_KERNEL);
	dma_addr_t addr;

	if (!ring)
		return -ENOMEM;
	addr = ring[at];
	dma_unmap_single(dev, addr, 64, DMA_TO_DEVICE);
	kfree(ring);
	return 0;
}

struct segment {
	dma_addr_t addr;
	u32 length;
};

/* The length of the element whose mapping failed was not set yet. */
static int length_set_later_ok(struct device *dev, struct segment *s, struct page **pages, int n)
{
	int i;

	for (i = 0; i < n; i++) {
		s[i].addr = dma_map_page(dev, pages[i], 0, 64, DMA_FROM_DEVICE);
		if (dma_mapping_error(dev, s[i].addr))
			goto unmap;
		s[i].length = 64;
	}
	return 0;
unmap:
	for (; i >= 0; i--)
		if (s[i].length)
			dma_unmap_page(dev, s[i].addr, 64, DMA_FROM_DEVICE);
	return -ENOMEM;
}

/* A count of no entries is 0, so where it is not 0 there were some. */
static int loop_not_entered_ok(struct device *dev, struct sg_table *table, bool is_ready)
{
	struct scatterlist *sg;
	int i, count;

	for_each_sg(table->sgl, sg, table->nents, i)
		sg->length = 64;
	count = dma_map_sg(dev, table->sgl, table->nents, DMA_TO_DEVICE);
	if (!count)
		return -ENOMEM;
	if (!is_ready) {
		dma_unmap_sg(dev, table->sgl, table->nents, DMA_TO_DEVICE);
		return -EINVAL;
	}
	return 0;
}

struct endpoint {
	struct device *dev;
	void *ring;
	dma_addr_t ring_addr;
	void *spare;
	dma_addr_t spare_addr;
	dma_addr_t kept;
	dma_addr_t lent;
	dma_addr_t dropped;
	__le64 hardware;
};

static int endpoint_open(struct endpoint *e)
{
	e->ring = dma_alloc_coherent(e->dev, 4096, &e->ring_addr, GFP_KERNEL);
	e->spare = NULL;
	e->dropped = 0;
	return e->ring ? 0 : -ENOMEM;
}

/* The other field was meant. */
static void endpoint_close_bad(struct endpoint *e)
{
	dma_free_coherent(e->dev, 4096, e->spare, e->ring_addr); // dma/unmap-of-unmapped: `dma_free_coherent` releases `spare` of `struct endpoint`, and nothing ever puts anything there
}

static void endpoint_drop_bad(struct endpoint *e)
{
	if (e->dropped)
		dma_unmap_single(e->dev, e->dropped, 64, DMA_TO_DEVICE); // dma/unmap-of-unmapped: releases `dropped` of `struct endpoint`
	e->dropped = 0;
}

/* A copy is a fill, and so is an address given to a function of another file. */
static void endpoint_copy(struct endpoint *to, dma_addr_t addr)
{
	to->kept = addr;
}

static void endpoint_release_ok(struct endpoint *e)
{
	dma_unmap_single(e->dev, e->kept, 64, DMA_TO_DEVICE);
}

int endpoint_fill(dma_addr_t *addr);

static int endpoint_lend_ok(struct endpoint *e)
{
	int ret = endpoint_fill(&e->lent);

	if (ret)
		return ret;
	dma_unmap_single(e->dev, e->lent, 64, DMA_TO_DEVICE);
	return 0;
}

/* The device may have written it. */
static void endpoint_complete_ok(struct endpoint *e)
{
	dma_unmap_single(e->dev, le64_to_cpu(e->hardware), 64, DMA_TO_DEVICE);
}

struct packet {
	dma_addr_t addr;
};

int packet_receive(struct packet *p);

/* Another module fills the whole. */
static int packet_take_ok(struct device *dev, struct packet *p)
{
	int ret = packet_receive(p);

	if (ret)
		return ret;
	dma_unmap_single(dev, p->addr, 64, DMA_FROM_DEVICE);
	return 0;
}

struct command_event {
	struct scsi_cmnd *cmnd;
	atomic_t left;
};

static int map_command(struct scsi_cmnd *cmd)
{
	int count = scsi_dma_map(cmd);

	if (!count)
		return 1;
	if (count < 0)
		return 0;
	return 1;
}

/* The command may have had no list: then nothing was mapped, nothing failed, and nothing is undone. */
static int queue_command_ok(struct command_event *e, struct scsi_cmnd *cmd)
{
	if (!map_command(cmd))
		return SCSI_MLQUEUE_HOST_BUSY;
	e->cmnd = cmd;
	if (atomic_dec_if_positive(&e->left) < -1) {
		scsi_dma_unmap(e->cmnd);
		return SCSI_MLQUEUE_HOST_BUSY;
	}
	return 0;
}
